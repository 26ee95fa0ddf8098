namespace Alerting.TestKit;

/// <summary>
/// The server that tests start: the one that was built beside them, or a published one of the same sources. That is compiled ahead, and
/// tests start hundreds of servers that live for seconds.
/// </summary>
public static class ServerProgram
{
    /// <summary>Names the Alerting.Server.dll of a published server.</summary>
    public const string Variable = "ALERTING_TEST_SERVER";

    /// <summary>Path of the published server that the environment names; null when it names none.</summary>
    /// <exception cref="FileNotFoundException">It names what is not there.</exception>
    public static string? Published { get; } = Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path
        ? null
        : File.Exists(path) ? path : throw new FileNotFoundException($"{Variable} names no server: {path}");

    /// <summary>Path of the server.</summary>
    public static string Path { get; } = Published ?? System.IO.Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll");
}
