namespace Alerting.Cli;

/// <summary>What commands take from their surroundings.</summary>
/// <param name="Key">The key that is used when none is named; null: none.</param>
internal sealed record CliEnvironment(string? Key, TimeProvider Clock)
{
    /// <summary>Names the key: command lines are seen by others.</summary>
    public const string KeyVariable = "ALERTING_KEY";

    /// <summary>Names the server.</summary>
    public const string UrlVariable = "ALERTING_URL";

    public static CliEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariable(KeyVariable), TimeProvider.System)
    {
        Url = Environment.GetEnvironmentVariable(UrlVariable),
    };

    /// <summary>The server that is used when none is named; null: none.</summary>
    public string? Url { get; init; }
}
