package dev.rouse.tokio;

import dev.rouse.tokio.wire.Common;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a service has told of its spans: their fields' names, and which Tokio they come from. */
final class Metadata {
    /** A service has some dozens; more are a mistake, and are not kept. */
    private static final int MOST = 10_000;

    private static final Pattern TOKIO = Pattern.compile("/tokio-((\\d+)\\.(\\d+)\\.\\d+[^/]*)/src/");

    /** From here on a forced yield no longer counts as a task's own wake (tokio 1.44). */
    private static final int YIELDS_ARE_DEFERRED = 44;

    private final Map<Long, List<String>> fieldNames = new HashMap<>();
    private @Nullable String version;
    private int minor;

    void learn(Common.RegisterMetadata news) {
        for (Common.RegisterMetadata.NewMetadata one : news.getMetadataList()) {
            Common.Metadata metadata = one.getMetadata();
            if (fieldNames.size() < MOST) {
                fieldNames.put(one.getId().getId(), new ArrayList<>(metadata.getFieldNamesList()));
            }
            Matcher tokio = TOKIO.matcher(metadata.getLocation().getFile());
            if (tokio.find()) {
                version = tokio.group(1);
                minor = tokio.group(2).equals("1") ? Integer.parseInt(tokio.group(3)) : YIELDS_ARE_DEFERRED;
            }
        }
    }

    /** Whether a task that has used up its turn and yields may be counted as waking itself; so too when not known. */
    boolean yieldsCountAsSelfWakes() {
        return minor < YIELDS_ARE_DEFERRED;
    }

    /** Which Tokio it is; null as long as nothing has told. */
    @Nullable String tokio() {
        return version;
    }

    @Nullable String name(Common.Field field) {
        if (field.getNameCase() == Common.Field.NameCase.STR_NAME) {
            return field.getStrName();
        }
        return name(field.getMetadataId().getId(), field.getNameIdx());
    }

    @Nullable String name(long metadata, long index) {
        List<String> names = fieldNames.get(metadata);
        return names == null || index < 0 || index >= names.size() ? null : names.get((int) index);
    }
}
