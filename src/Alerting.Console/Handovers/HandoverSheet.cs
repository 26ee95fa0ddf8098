using Alerting.Client;
using Alerting.Handovers;

namespace Alerting.Console.Handovers;

/// <summary>What a shift hands over, to be read and to be saved.</summary>
/// <param name="Handover">To be read.</param>
/// <param name="Markdown">The same for the log of the shift.</param>
/// <param name="Asked">Codes of regions that were asked for; none: all.</param>
internal sealed record HandoverSheet(Handover Handover, string Markdown, IReadOnlyList<string> Asked)
{
    /// <summary>Where it can be saved from, without asking again.</summary>
    public string Address => "data:text/markdown;charset=utf-8," + Uri.EscapeDataString(Markdown);

    /// <summary>Of which regions it tells.</summary>
    public string Where => Handover.Regions.Count > 0 ? Spoken.List(Handover.Regions)
        : Asked.Count == 0 ? Spoken.Of("all regions that are open to you") : Spoken.Of("none of {0} is open to you", Spoken.List(Asked));

    /// <summary>What the file is called.</summary>
    public string File =>
        $"handover-{Handover.AsOf.UtcDateTime.ToString("yyyy-MM-dd-HHmm", System.Globalization.CultureInfo.InvariantCulture)}.md";

    /// <param name="since">Since when it tells what has ended and gone wrong.</param>
    /// <param name="regions">Codes; none: all.</param>
    public static async Task<HandoverSheet> ReadAsync(
        HandoverClient client, DateTimeOffset? since, IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var handover = client.GetAsync(since, regions, cancellationToken);
        var markdown = client.GetMarkdownAsync(since, regions, cancellationToken);
        await Task.WhenAll(handover, markdown);
        return new HandoverSheet(await handover, await markdown, regions);
    }
}
