package parx.service;

import parx.model.StorageRule;

/** The storage rules. Thread-safe. */
public interface StorageRules extends Configured<StorageRule> {
}
