package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import parx.model.Sentence;

/** Why a device does not open a connection or pass a message on (CIP volume 1, 3-5.6), for people. Pure functions, any thread. */
final class RouteRefusal {
    private static final int SIZE_NOT_SUPPORTED = 0x0109;
    private static final int OUT_OF_CONNECTIONS = 0x0113;
    private static final int UNCONNECTED_TIMED_OUT = 0x0204;
    private static final int PARAMETER_ERROR = 0x0205;
    private static final int NO_SUCH_PORT = 0x0311;
    private static final int NO_SUCH_LINK_ADDRESS = 0x0312;
    private static final int INVALID_SEGMENT = 0x0315;

    private RouteRefusal() {
    }

    /** Whether it is the way to the controller that is wrong: another kind of message would not get there either. */
    static boolean isOfRoute(CipReply reply) {
        return reply.status() == GeneralStatus.CONNECTION_FAILURE && switch (reply.extended()) {
            case UNCONNECTED_TIMED_OUT, PARAMETER_ERROR, NO_SUCH_PORT, NO_SUCH_LINK_ADDRESS, INVALID_SEGMENT -> true;
            default -> false;
        };
    }

    static Sentence sentence(LinkSettings settings, CipReply reply) {
        String who = settings.name();
        String where = settings.route().describe();
        String code = GeneralStatus.code(reply.status(), reply.extended());
        if (isOfRoute(reply)) {
            return settings.route().isEmpty() ? TEXTS.of("route.noTags", who, code)
                    : reply.extended() == UNCONNECTED_TIMED_OUT ? TEXTS.of("route.silent", who, where)
                            : TEXTS.of("route.nothing", who, where, code);
        }
        return switch (reply.extended()) {
            case OUT_OF_CONNECTIONS -> TEXTS.of("route.full", who);
            case SIZE_NOT_SUPPORTED -> TEXTS.of("route.size", who);
            default -> reply.status() == GeneralStatus.SERVICE_NOT_SUPPORTED ? TEXTS.of("route.none", who)
                    : TEXTS.of("route.refused", who, code);
        };
    }
}
