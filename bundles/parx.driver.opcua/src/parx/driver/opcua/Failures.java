package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.util.concurrent.CompletionException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Sentence;

/** What the library's failures are called towards people. Pure, any thread. */
final class Failures {
    private Failures() {
    }

    /** @param own ParX's certificate where the server was shown it, else null */
    static DriverException of(Throwable failure, ServerSettings settings, OwnCertificate own) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        StatusCode status = UaException.extract(cause).map(UaException::getStatusCode).orElse(null);
        if (status == null) {
            return new DriverException(Reason.COMM_FAILURE, TEXTS.of("link.fault", settings.url(), words(cause)), cause);
        }
        return new DriverException(reason(status.value()), sentence(status, cause, settings, own), cause);
    }

    private static Reason reason(long code) {
        if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
            return Reason.TIMEOUT;
        }
        boolean config = code == StatusCodes.Bad_IdentityTokenRejected || code == StatusCodes.Bad_IdentityTokenInvalid
                || code == StatusCodes.Bad_UserAccessDenied || code == StatusCodes.Bad_SecurityChecksFailed
                || code == StatusCodes.Bad_CertificateUntrusted || code == StatusCodes.Bad_CertificateInvalid
                || code == StatusCodes.Bad_CertificateUriInvalid;
        return config ? Reason.CONFIG_ERROR : Reason.COMM_FAILURE;
    }

    private static Sentence sentence(StatusCode status, Throwable cause, ServerSettings settings, OwnCertificate own) {
        long code = status.value();
        if (code == StatusCodes.Bad_IdentityTokenRejected || code == StatusCodes.Bad_IdentityTokenInvalid
                || code == StatusCodes.Bad_UserAccessDenied) {
            return settings.user().isEmpty() ? TEXTS.of("user.needed", settings.url())
                    : TEXTS.of("user.refused", settings.url(), settings.user());
        }
        boolean security = code == StatusCodes.Bad_SecurityChecksFailed || code == StatusCodes.Bad_CertificateUntrusted
                || code == StatusCodes.Bad_CertificateInvalid || code == StatusCodes.Bad_CertificateUriInvalid
                || code == StatusCodes.Bad_ConnectionClosed || status.isGood();
        if (security && own != null) {
            // Some servers end a secured connection with words that the library cannot read: then there is no status.
            return TEXTS.of("own.refused", settings.url(), status.isGood() ? "–" : StatusWords.name(status), own.file(),
                    own.thumbprint());
        }
        if (code == StatusCodes.Bad_TooManySessions) {
            return TEXTS.of("link.tooManySessions", settings.url());
        }
        if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
            return TEXTS.of("link.timeout", settings.url(), settings.timeoutMillis());
        }
        return TEXTS.of("link.status", settings.url(), StatusWords.name(status), words(cause));
    }

    private static String words(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        return said.length() <= 300 ? said : said.substring(0, 300) + "…";
    }
}
