using Alerting.Incidents;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Which alerts one input tells as one story.</summary>
/// <param name="changes">What a roll-up brings; nothing for a report; null: no report is behind it.</param>
internal sealed class NaiveStory(IReadOnlyList<IncidentChange>? changes)
{
    private string? _own;

    /// <summary>The clock, or a threshold: each alert by itself.</summary>
    public static NaiveStory Clock { get; } = new(null);

    public OracleRevision Of(OracleRevision raised)
    {
        if (changes is null)
        {
            return raised;
        }

        var stories = changes.Select(c => c.Story).Distinct().ToList();
        var told = stories is [{ } only]
            ? only
            : stories.Find(story => story is not null && changes.Any(c => c.Story == story && IsIn(c, raised.Evidence)));
        return raised with { Story = told ?? (_own ??= raised.AlertId) };
    }

    public string? Of(IncidentChange change) =>
        changes?.FirstOrDefault(c => (c.Region, c.IncidentId) == (change.Region, change.IncidentId))?.Story ?? _own;

    private static bool IsIn(IncidentChange change, IEnumerable<Incident> evidence) =>
        evidence.Any(incident => (incident.Region, incident.IncidentId) == (change.Region, change.IncidentId));
}
