namespace Alerting.Server.Starting;

/// <summary>What <c>--help</c> says.</summary>
internal static class Usage
{
    private static readonly IEnumerable<string> s_settings = KnownSettings.All
        .Where(static name => name.StartsWith(Hosting.AlertingOptions.Section, StringComparison.Ordinal))
        .Select(static name => name.TrimEnd(':'));

    public static string Text { get; } = $"""
        Takes reports of violent events, keeps the level of each region, raises alerts and delivers them.

          Alerting.Server [--SETTING=VALUE ...]        serve
          Alerting.Server demo [--SETTING=VALUE ...]   serve, and play the founding scenario
          Alerting.Server admin-key [--SETTING=VALUE ...]   make an admin key, where all are lost; with the embedded store
                                                       the server must not run meanwhile

          --urls=URL       where to listen; {Hosting.AlertingHost.DefaultUrl} unless set
          --accept-loss    go on with a store that is not the one that was here, or holds less than it did
          --help           this

        Settings are taken from the command line, from environment variables (Alerting__DataDirectory) and from
        appsettings.json:

          {string.Join("\n  ", s_settings)}

        Besides them those of ASP.NET Core: Logging, Kestrel, AllowedHosts and the like.

        Exit codes: 0 ended as told; 1 failed unexpectedly; 2 arguments, settings or surroundings that do not serve (a
        port or a data directory that is in use, a folder that cannot be written); 3 the store is not the one that was
        here, or holds less than it did; 4 the store is damaged.

        """;
}
