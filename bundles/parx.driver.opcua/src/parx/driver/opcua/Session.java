package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import parx.driver.DriverException;
import parx.driver.TcpLink;
import parx.driver.opcua.ServerSettings.Mode;
import parx.model.Reason;
import parx.model.Sentence;

/**
 * One session with one server. Opened and used by one thread at a time; {@link #close} from any, after which whatever
 * waits ends soon. A session that was lost is not mended: another is made.
 */
final class Session implements AutoCloseable {
    /** What a server may send as one message: 16 MiB, in chunks of 64 KiB. */
    private static final EncodingLimits LIMITS = new EncodingLimits(65_535, 512, 16 * 1024 * 1024, 64);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SESSION_TIMEOUT_MILLIS = 60_000;
    private static final int KEEP_ALIVE_MILLIS = 5_000;
    private static final long FAREWELL_MILLIS = 1_000;
    private static final int MOST_PUBLISH_REQUESTS = 20;

    private final ServerSettings settings;
    private final CertificateFolders certificates;
    private final ServerTrust trust;
    private final ExecutorService inOrder;
    private volatile boolean closed;
    private volatile OpcUaClient client;

    Session(ServerSettings settings, CertificateFolders certificates) {
        this.settings = settings;
        this.certificates = certificates;
        trust = new ServerTrust(certificates, settings.url());
        inOrder = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("ua-" + settings.host() + ":"
                + settings.port()).factory());
    }

    /** Connects, chooses an endpoint, verifies whom it is with, logs in. @throws DriverException says what to do next */
    void open() throws DriverException {
        EndpointChoice.demandSecrecy(settings);
        EndpointDescription endpoint = EndpointChoice.of(discover(), settings);
        OwnCertificate own = null;
        if (settings.mode() != Mode.NONE) {
            // The library asks for signatures of Aes256_Sha256_RsaPss by a name that only this provider knows. Once is enough.
            Security.addProvider(new BouncyCastleProvider());
            own = certificates.identity();
            Optional<Sentence> objection = trust.objection(EndpointChoice.certificates(endpoint, settings),
                    endpoint.getServer().getApplicationUri(), new String[] {settings.host()});
            if (objection.isPresent()) {
                throw new DriverException(Reason.CONFIG_ERROR, objection.get());
            }
        }
        OpcTcpClientTransportConfig transport = OpcTcpClientTransportConfig.newBuilder()
                .setConnectTimeout(Unsigned.uint(settings.connectTimeoutMillis()))
                .setAcknowledgeTimeout(Unsigned.uint(settings.timeoutMillis())).build();
        client = new OpcUaClient(config(endpoint, own), new OrderedTransport(transport, inOrder));
        await(client.connectAsync(), 2L * settings.connectTimeoutMillis() + settings.timeoutMillis(), own);
    }

    /** Failing that, the bare connection tells best why: no such host, refused, no way there. */
    private List<EndpointDescription> discover() throws DriverException {
        try {
            return await(DiscoveryClient.getEndpoints(settings.url(), builder -> builder
                    .setConnectTimeout(Unsigned.uint(settings.connectTimeoutMillis()))
                    .setAcknowledgeTimeout(Unsigned.uint(settings.timeoutMillis()))),
                    (long) settings.connectTimeoutMillis() + settings.timeoutMillis(), null);
        } catch (DriverException e) {
            if (!closed) {
                try (TcpLink bare = new TcpLink(settings.host(), settings.port(), settings.connectTimeoutMillis(), "OPC UA")) {
                    bare.open();
                }
            }
            throw e;
        }
    }

    private OpcUaClientConfig config(EndpointDescription endpoint, OwnCertificate own) {
        var config = OpcUaClientConfig.builder().setEndpoint(endpoint)
                .setApplicationName(LocalizedText.english("ParX"))
                .setApplicationUri(own == null ? "urn:parx:client" : own.applicationUri())
                .setProductUri("urn:parx")
                .setCertificateValidator(trust)
                .setIdentityProvider(identity())
                .setEncodingLimits(LIMITS)
                .setRequestTimeout(Unsigned.uint(settings.timeoutMillis()))
                .setSessionTimeout(Unsigned.uint(SESSION_TIMEOUT_MILLIS))
                .setKeepAliveInterval(Unsigned.uint(KEEP_ALIVE_MILLIS))
                .setKeepAliveTimeout(Unsigned.uint(settings.timeoutMillis()))
                .setMaxPendingPublishRequests(Unsigned.uint(MOST_PUBLISH_REQUESTS));
        if (own != null) {
            config.setKeyPair(own.keys()).setCertificate(own.certificate())
                    .setCertificateChain(new java.security.cert.X509Certificate[] {own.certificate()});
        }
        return config.build();
    }

    private IdentityProvider identity() {
        if (settings.user().isEmpty()) {
            return AnonymousProvider.INSTANCE;
        }
        return (endpoint, nonce) -> new UsernameProvider(settings.user(), settings.password(), trust,
                tokens -> chosen(tokens, endpoint)).getIdentityToken(endpoint, nonce);
    }

    private static UserTokenPolicy chosen(List<UserTokenPolicy> tokens, EndpointDescription endpoint) {
        return EndpointChoice.userToken(tokens, endpoint)
                .orElseThrow(() -> new IllegalStateException("no way to send the password in secret"));
    }

    OpcUaClient client() {
        return client;
    }

    boolean isClosed() {
        return closed;
    }

    /** Waits for an answer. @throws DriverException where there is none in time, or the session was closed meanwhile */
    <T> T await(CompletableFuture<T> answer) throws DriverException {
        return await(answer, settings.timeoutMillis() + FAREWELL_MILLIS, null);
    }

    /** Carries out a call of the library that blocks, for which it knows no limit of its own. */
    <T> T call(Callable<T> blocking, long limitMillis) throws DriverException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().name("ua-call").start(() -> {
            try {
                done.complete(blocking.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return await(done, limitMillis, null);
    }

    private <T> T await(CompletableFuture<T> answer, long limitMillis, OwnCertificate own) throws DriverException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (true) {
            long left = end - System.nanoTime();
            if (closed) {
                throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("link.closed", settings.url()));
            }
            if (left <= 0) {
                throw new DriverException(Reason.TIMEOUT, TEXTS.of("link.timeout", settings.url(), limitMillis));
            }
            try {
                return answer.get(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Looks whether the wait still makes sense.
            } catch (ExecutionException e) {
                throw Failures.of(e.getCause(), settings, own);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("link.closed", settings.url()), e);
            }
        }
    }

    /** Says farewell, so that the server has room for the next, but does not wait long for it. Idempotent, any thread. */
    @Override
    public void close() {
        closed = true;
        OpcUaClient open = client;
        client = null;
        if (open == null) {
            inOrder.shutdown();
            return;
        }
        CompletableFuture<?> farewell = open.disconnectAsync();
        try {
            farewell.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Nobody listens any more; the channel goes without.
            open.getTransport().disconnect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inOrder.shutdown();
        }
    }
}
