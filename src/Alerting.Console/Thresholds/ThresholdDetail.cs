using Alerting.Client;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>A threshold with all its versions.</summary>
/// <param name="Current">What is in force, or disabled; null: it was deleted.</param>
/// <param name="Versions">Oldest first, deletions included; one at least.</param>
internal sealed record ThresholdDetail(Tagged<ThresholdView>? Current, IReadOnlyList<ThresholdVersion> Versions)
{
    /// <summary>What it is called, or was last.</summary>
    public string Name => Current?.Value.Name ?? Versions.LastOrDefault(static version => version.Definition is not null)?.Definition!.Name
        ?? Versions[^1].Id;

    /// <summary>Asks for it.</summary>
    /// <exception cref="ProblemException">The server refuses; 404 where there never was one.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public static async Task<ThresholdDetail> ReadAsync(AlertingClient client, string id, CancellationToken cancellationToken)
    {
        var versions = await client.Thresholds.VersionsAsync(id, 1_000, cancellationToken).ToListAsync(cancellationToken);
        return versions is [.., { Definition: null }]
            ? new ThresholdDetail(null, versions)
            : new ThresholdDetail(await client.Thresholds.GetAsync(id, cancellationToken), versions);
    }
}
