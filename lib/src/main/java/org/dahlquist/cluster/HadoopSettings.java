package org.dahlquist.cluster;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's settings on their way to tasks.
 *
 * <p>Spark's {@code SerializableConfiguration} also sends where each of a thousand settings came from, compressed one by one,
 * which takes 20 ms and as long again to read. Immutable; thread-safe.
 */
public final class HadoopSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, String> settings = new HashMap<>();
    private transient Configuration value;

    /** The settings as they are now. */
    public HadoopSettings(Configuration hadoop) {
        hadoop.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        value = hadoop;
    }

    /** The settings; not to be changed, as all tasks of a process share them. */
    public synchronized Configuration value() {
        if (value == null) {
            Configuration sent = new Configuration(false);
            settings.forEach(sent::set);
            value = sent;
        }
        return value;
    }
}
