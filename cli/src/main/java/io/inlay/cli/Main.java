package io.inlay.cli;

/** Entry point of the {@code inlay} command. */
public final class Main {
    private Main() {}

    /**
     * Runs the command.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.out.println("inlay 0.1.0-SNAPSHOT");
    }
}
