package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sentence;

/** What an OPC UA status means for a value, and what is said of it. Pure, any thread. */
final class StatusWords {
    private static final long WITHOUT_INFO_BITS = 0xFFFF_0000L;

    private StatusWords() {
    }

    /** Quality and reason in one byte, see {@link QualityCode}. */
    static byte quality(StatusCode status) {
        long code = status.value() & WITHOUT_INFO_BITS;
        if (status.isBad()) {
            return QualityCode.of(Quality.BAD, badReason(code));
        }
        if (status.isUncertain()) {
            return QualityCode.of(Quality.UNCERTAIN, uncertainReason(code));
        }
        if (code == (StatusCodes.Good_LocalOverride & WITHOUT_INFO_BITS)) {
            return QualityCode.of(Quality.GOOD, Reason.FORCED);
        }
        return code == (StatusCodes.Good_Clamped & WITHOUT_INFO_BITS) ? QualityCode.of(Reason.CLAMPED) : QualityCode.GOOD;
    }

    private static Reason badReason(long code) {
        if (isUnknownNode(code)) {
            return Reason.NO_SUCH_ADDRESS;
        }
        if (code == StatusCodes.Bad_NoCommunication || code == StatusCodes.Bad_CommunicationError
                || code == StatusCodes.Bad_NotConnected || code == StatusCodes.Bad_ServerNotConnected
                || code == StatusCodes.Bad_ConnectionClosed) {
            return Reason.COMM_FAILURE;
        }
        if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
            return Reason.TIMEOUT;
        }
        if (code == StatusCodes.Bad_WaitingForInitialData) {
            return Reason.NOT_YET_READ;
        }
        if (code == StatusCodes.Bad_ConfigurationError || code == StatusCodes.Bad_UserAccessDenied
                || code == StatusCodes.Bad_NotReadable || code == StatusCodes.Bad_NotSupported) {
            return Reason.CONFIG_ERROR;
        }
        return code == StatusCodes.Bad_OutOfRange ? Reason.OUT_OF_RANGE : Reason.DEVICE_ERROR;
    }

    private static Reason uncertainReason(long code) {
        if (code == StatusCodes.Uncertain_LastUsableValue || code == StatusCodes.Uncertain_NoCommunicationLastUsableValue) {
            return Reason.STALE;
        }
        if (code == StatusCodes.Uncertain_SubstituteValue || code == StatusCodes.Uncertain_InitialValue) {
            return Reason.SUBSTITUTED;
        }
        return code == StatusCodes.Uncertain_EngineeringUnitsExceeded ? Reason.OUT_OF_RANGE : Reason.DEVICE_ERROR;
    }

    /** The node or the element is not there: it may come, so it is to be asked for again some time. */
    static boolean isUnknownNode(StatusCode status) {
        return isUnknownNode(status.value() & WITHOUT_INFO_BITS);
    }

    private static boolean isUnknownNode(long code) {
        return code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid
                || code == StatusCodes.Bad_AttributeIdInvalid || code == StatusCodes.Bad_IndexRangeInvalid
                || code == StatusCodes.Bad_IndexRangeNoData;
    }

    /** "Bad_NodeIdUnknown (0x80340000)". */
    static String name(StatusCode status) {
        long code = status.value() & WITHOUT_INFO_BITS;
        return StatusCodes.lookup(code).map(words -> words[0]).orElse(status.isGood() ? "Good" : status.isBad() ? "Bad" : "Uncertain")
                + " (0x%08X)".formatted(status.value());
    }

    /** Why there is no value for an address, and what to do next. */
    static Sentence refusal(StatusCode status, NodeAddress address) {
        long code = status.value() & WITHOUT_INFO_BITS;
        String key = "refused.other";
        if (code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid) {
            key = "refused.unknown";
        } else if (code == StatusCodes.Bad_AttributeIdInvalid) {
            key = "refused.noValue";
        } else if (code == StatusCodes.Bad_IndexRangeInvalid || code == StatusCodes.Bad_IndexRangeNoData) {
            key = "refused.index";
        } else if (code == StatusCodes.Bad_UserAccessDenied || code == StatusCodes.Bad_NotReadable) {
            key = "refused.access";
        } else if (code == StatusCodes.Bad_TooManyMonitoredItems) {
            key = "refused.tooMany";
        }
        return TEXTS.of(key, address.describe(), name(status));
    }
}
