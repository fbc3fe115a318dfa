package io.inlay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this command, as the build recorded it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"inlay " + (version == null ? "(not packaged)" : version)};
    }
}
