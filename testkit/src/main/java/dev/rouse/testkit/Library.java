package dev.rouse.testkit;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.opentest4j.TestAbortedException;

/**
 * A released library in one version, with everything it needs at run time. It comes from the local Maven repository, or
 * through the user's own {@code settings.xml} from wherever that points to.
 *
 * @param coordinates {@code group:artifact:version}
 */
public record Library(String coordinates) {
    private static final ConcurrentHashMap<String, List<Path>> RESOLVED = new ConcurrentHashMap<>();

    /**
     * Its jar and those of its transitive dependencies, the optional ones left out.
     *
     * @throws TestAbortedException when it cannot be fetched for want of a network: the test is skipped, with the
     *     reason
     * @throws IllegalArgumentException when the repositories answer that there is no such artifact
     */
    public List<Path> classPath() {
        return RESOLVED.computeIfAbsent(coordinates, Library::resolve);
    }

    /** Its own jar alone. */
    public Path jar() {
        return classPath().get(0);
    }

    private static List<Path> resolve(String coordinates) {
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(overrides())) {
            Dependency root = new Dependency(new DefaultArtifact(coordinates), "runtime");
            CollectRequest collect = new CollectRequest(List.of(root), null, maven.remoteRepositories());
            return paths(maven.repositorySystem()
                    .resolveDependencies(maven.repositorySystemSession(), new DependencyRequest(collect, null))
                    .getArtifactResults());
        } catch (DependencyResolutionException e) {
            throw unresolved(coordinates, e);
        }
    }

    private static ContextOverrides overrides() {
        ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(true);
        String localRepository = System.getProperty("maven.repo.local");
        if (localRepository != null) {
            overrides.withLocalRepositoryOverride(Path.of(localRepository));
        }
        return overrides.build();
    }

    private static List<Path> paths(List<ArtifactResult> results) {
        List<Path> paths = new ArrayList<>();
        for (ArtifactResult result : results) {
            paths.add(result.getArtifact().getFile().toPath());
        }
        return List.copyOf(paths);
    }

    private static RuntimeException unresolved(String coordinates, Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ArtifactNotFoundException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ArtifactNotFoundException) {
            return new IllegalArgumentException("there is no " + coordinates + ": " + cause.getMessage(), failure);
        }
        return new TestAbortedException(
                coordinates + " cannot be fetched and is not in the local repository: " + cause);
    }

    @Override
    public String toString() {
        return coordinates;
    }
}
