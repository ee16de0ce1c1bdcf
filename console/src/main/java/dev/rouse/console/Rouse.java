package dev.rouse.console;

import dev.rouse.engine.model.Grade;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Whatever goes wrong is said in one sentence on standard error. */
@Command(
        name = "rouse",
        description = "Finds the wake-ups that an asynchronous service lost, and who should have woken it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Rouse.Version.class,
        subcommands = {
            RunCommand.class,
            AttachCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            CompareCommand.class,
            HeapCommand.class,
            TokioCommand.class,
            ListCommand.class,
            DoctorCommand.class,
            DemoCommand.class
        })
public final class Rouse implements Callable<Integer> {
    private Rouse() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Rouse())
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(FailOn.class, FailOn::parse)
                .registerConverter(Colour.class, Colour::parse)
                .registerConverter(Grade.class, Rouse::grade)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((error, args) -> refuse(error))
                .setExecutionExceptionHandler((error, command, result) -> fail(error));
        // What follows the program's name is the program's, with or without a -- before it.
        line.getSubcommands().values().forEach(sub -> sub.setStopAtPositional(sub.getCommand() instanceof RunCommand));
        return line;
    }

    private static Grade grade(String text) {
        try {
            return Grade.of(text);
        } catch (IllegalArgumentException e) {
            throw new BadUse(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Integer call() {
        throw new BadUse("no command was given: try 'rouse demo', or 'rouse --help'");
    }

    private static int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String help = "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (error.getCause() instanceof BadUse wrong) {
            String option = error.getArgSpec() == null ? "" : error.getArgSpec().isOption() ? name(error) + ": " : "";
            return say(option + wrong.getMessage());
        }
        if (error instanceof UnmatchedArgumentException unmatched) {
            return say("'" + unmatched.getUnmatched().get(0) + "' is not known" + instead(unmatched) + help);
        }
        return say(error.getMessage() + help);
    }

    /** The nearest option, or all the commands there are. */
    private static String instead(UnmatchedArgumentException error) {
        if (!error.isUnknownOption()) {
            String commands =
                    String.join(", ", error.getCommandLine().getSubcommands().keySet());
            return commands.isEmpty() ? "" : ", the commands are " + commands;
        }
        List<String> like = error.getSuggestions();
        return like.isEmpty() ? "" : ", did you mean '" + like.get(0) + "'?";
    }

    private static String name(ParameterException error) {
        return ((CommandLine.Model.OptionSpec) error.getArgSpec()).longestName();
    }

    private static int fail(Exception error) {
        if (error instanceof BadUse) {
            return say(String.valueOf(error.getMessage()));
        }
        StackTraceElement[] stack = error.getStackTrace();
        return say("failed by an error of its own, please report it: " + error
                + (stack.length == 0 ? "" : " at " + stack[0]));
    }

    private static int say(String sentence) {
        System.err.println("rouse: " + Sentences.oneLine(sentence));
        return ExitCode.BAD_USE;
    }

    /** The version in the jar's manifest, and the Java that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Rouse.class.getPackage().getImplementationVersion();
            return new String[] {
                "rouse " + (version == null ? "(not packaged)" : version) + " on Java " + Runtime.version()
            };
        }
    }
}
