using Alerting.Alerts;

namespace Alerting.Subscriptions;

/// <summary>What of an alert's evidence a subscription is not told.</summary>
public enum Redaction : byte
{
    /// <summary>What happened in words, and where that can be read.</summary>
    Summary = 0,

    /// <summary>The coordinates.</summary>
    Location = 1,

    /// <summary>Who reported it, or is quiet; how many did or are is told.</summary>
    Sources = 2,
}

/// <summary>Takes out of alerts what a subscription is not told.</summary>
public static class RedactionExtensions
{
    /// <summary>The alert without these members of its evidence.</summary>
    public static Alert Without(this Alert alert, IReadOnlyList<Redaction> redactions)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(redactions);
        return redactions.Count == 0 ? alert : alert with
        {
            Evidence = [.. alert.Evidence.Select(item => item.Without(redactions))],
            QuietSources = alert.QuietSources is not null && redactions.Contains(Redaction.Sources) ? [] : alert.QuietSources,
        };
    }

    private static EvidenceItem Without(this EvidenceItem item, IReadOnlyList<Redaction> redactions)
    {
        foreach (var redaction in redactions)
        {
            item = redaction switch
            {
                Redaction.Summary => item with { Summary = null, Url = null },
                Redaction.Location => item with { Location = null },
                Redaction.Sources => item with { Sources = [], SourcesCount = item.SourcesCount },
                _ => throw new ArgumentOutOfRangeException(nameof(redactions), redaction, "Unknown redaction."),
            };
        }

        return item;
    }
}
