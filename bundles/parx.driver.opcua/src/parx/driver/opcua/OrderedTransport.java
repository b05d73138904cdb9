package parx.driver.opcua;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.util.HashedWheelTimer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;

/**
 * The library's transport, whose client does everything that follows an answer on one thread. On its usual pool two
 * notifications that arrive together may be worked off the wrong way round, and an old value would pass for the newest.
 * The transport itself keeps its pool, as that one thread may wait for answers. Thread-safe.
 */
final class OrderedTransport extends OpcTcpClientTransport {
    private final OpcTcpClientTransportConfig forClient;

    OrderedTransport(OpcTcpClientTransportConfig config, ExecutorService oneThread) {
        super(config);
        forClient = new InOrder(config, oneThread);
    }

    @Override
    public OpcTcpClientTransportConfig getConfig() {
        return forClient;
    }

    private record InOrder(OpcTcpClientTransportConfig own, ExecutorService oneThread) implements OpcTcpClientTransportConfig {
        @Override
        public ExecutorService getExecutor() {
            return oneThread;
        }

        @Override
        public ScheduledExecutorService getScheduledExecutor() {
            return own.getScheduledExecutor();
        }

        @Override
        public EventLoopGroup getEventLoop() {
            return own.getEventLoop();
        }

        @Override
        public HashedWheelTimer getWheelTimer() {
            return own.getWheelTimer();
        }

        @Override
        public UInteger getConnectTimeout() {
            return own.getConnectTimeout();
        }

        @Override
        public UInteger getAcknowledgeTimeout() {
            return own.getAcknowledgeTimeout();
        }

        @Override
        public UInteger getChannelLifetime() {
            return own.getChannelLifetime();
        }

        @Override
        public Consumer<Bootstrap> getBootstrapCustomizer() {
            return own.getBootstrapCustomizer();
        }

        @Override
        public Consumer<ChannelPipeline> getChannelPipelineCustomizer() {
            return own.getChannelPipelineCustomizer();
        }
    }
}
