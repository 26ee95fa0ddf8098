using Alerting.Client;
using Alerting.Console.Shown.Forms;
using Alerting.Reports;

namespace Alerting.Console.Thresholds;

/// <summary>What may be chosen while a threshold is edited.</summary>
/// <param name="Regions">Regions that ever had a report, and those above them; others may be typed.</param>
/// <param name="Kinds">All kinds, with their families.</param>
public sealed record ThresholdChoices(IReadOnlyList<Choice<string>> Regions, IReadOnlyList<Choice<string>> Kinds)
{
    /// <summary>Nothing is suggested.</summary>
    public static ThresholdChoices None { get; } = new([], []);

    /// <summary>All families of kinds.</summary>
    public IReadOnlyList<Choice<string>> Families { get; } =
        [.. Enum.GetValues<Family>().Select(static family => new Choice<string>(EnumNames.ToName(family), Spoken.Name(family)))];

    /// <summary>Asks for them once.</summary>
    /// <exception cref="ProblemException">The server refuses.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public static async Task<ThresholdChoices> ReadAsync(AlertingClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var kinds = await client.Kinds.ListAsync(cancellationToken)
            .Select(static kind => new Choice<string>(kind.Slug, Spoken.Name(kind.Family))).ToListAsync(cancellationToken);
        var regions = await client.Regions.ListAsync(pageSize: 1_000, cancellationToken: cancellationToken)
            .Select(static region => new Choice<string>(region.Code, region.Name)).ToListAsync(cancellationToken);
        return new ThresholdChoices([new("*", Spoken.Of("all regions")), .. regions], kinds);
    }
}
