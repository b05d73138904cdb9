package parx.model;

/** On whose behalf a change is made (specification, table users). Immutable, any thread. */
public record User(int id, String username, Role role) {
    /** users.role; the name in lower case is the database's word. */
    public enum Role { ADMIN, ENGINEER, OPERATOR }
}
