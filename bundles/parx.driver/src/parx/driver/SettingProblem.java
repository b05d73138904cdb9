package parx.driver;

/** What is wrong with one setting. @param key the setting @param sentence for people: what is wrong and what is allowed */
public record SettingProblem(String key, String sentence) {
}
