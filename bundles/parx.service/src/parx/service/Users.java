package parx.service;

import parx.model.User;

/** Who is at work here. Thread-safe. */
public interface Users {
    /** Until people sign in: the operating system's account, as a row of users. */
    User current();
}
