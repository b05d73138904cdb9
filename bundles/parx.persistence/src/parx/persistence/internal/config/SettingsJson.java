package parx.persistence.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.Settings;

/** Settings to JSON and back. Pure functions, any thread. */
public final class SettingsJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SettingsJson() {
    }

    /** @return empty where the text is JSON, but no object, or no JSON at all */
    public static Optional<Settings> read(String json) {
        if (json == null) {
            return Optional.empty();
        }
        try {
            JsonNode node = MAPPER.readTree(json);
            return node.isObject() ? Optional.of(settings(node)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static String write(Settings settings) {
        return text(node(settings));
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON values can always be written", e);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode node(Settings settings) {
        ObjectNode node = object();
        for (String key : settings.keys()) {
            node.set(key, node(settings.raw(key)));
        }
        return node;
    }

    static JsonNode strings(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> json.nullNode();
            case String text -> json.textNode(text);
            case Boolean flag -> json.booleanNode(flag);
            case Long number -> json.numberNode(number.longValue());
            case Double number -> json.numberNode(number.doubleValue());
            case Settings child -> node(child);
            case List<?> items -> {
                ArrayNode array = json.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            default -> throw new IllegalArgumentException("not a settings value: " + value.getClass().getName());
        };
    }

    private static Settings settings(JsonNode node) {
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return Settings.of(values);
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> settings(node);
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(item)));
                yield items;
            }
            case BOOLEAN -> node.booleanValue();
            // An integer beyond long is kept as the nearest double.
            case NUMBER -> node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue()
                    : (Object) node.doubleValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }
}
