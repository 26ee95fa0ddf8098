using Alerting.Alerts;

namespace Alerting.Console.Alerts;

/// <summary>What a revision of an alert changed of its evidence.</summary>
internal static class EvidenceComparison
{
    /// <summary>The evidence of a revision, latest first, then what it has no more.</summary>
    /// <param name="before">The revision before; null where there is none: nothing is new then.</param>
    public static IReadOnlyList<EvidenceRow> Rows(Alert now, Alert? before)
    {
        if (before is null)
        {
            return [.. now.Evidence.Select(static item => new EvidenceRow(item, EvidenceChange.None, []))];
        }

        var known = before.Evidence.ToDictionary(Key);
        var rows = now.Evidence.Select(item => Row(item, known, before)).ToList();

        // Of long evidence the newest alone is told: what is not, is not gone for that.
        if (now.Evidence.Count == now.EvidenceCount)
        {
            var present = now.Evidence.Select(Key).ToHashSet();
            rows.AddRange(before.Evidence.Where(item => !present.Contains(Key(item)))
                .Select(static item => new EvidenceRow(item, EvidenceChange.Gone, [])));
        }

        return rows;
    }

    private static (string Region, string Id) Key(EvidenceItem item) => (item.Region, item.IncidentId);

    private static EvidenceRow Row(EvidenceItem item, Dictionary<(string, string), EvidenceItem> known, Alert before)
    {
        if (known.TryGetValue(Key(item), out var old))
        {
            IReadOnlyList<string> words = [.. Differences(item, old)];
            return new EvidenceRow(item, words.Count == 0 ? EvidenceChange.None : EvidenceChange.Changed, words);
        }

        // One that is older than all that was told before may have been among what was not told.
        var wasUntold = before.EvidenceCount > before.Evidence.Count && item.OccurredAt <= before.Evidence[^1].OccurredAt;
        return new EvidenceRow(item, wasUntold ? EvidenceChange.None : EvidenceChange.New, []);
    }

    private static IEnumerable<string> Differences(EvidenceItem now, EvidenceItem old)
    {
        if (now.Killed != old.Killed)
        {
            yield return Spoken.Of("killed {0} to {1}", old.Killed, now.Killed);
        }

        if (now.Wounded != old.Wounded)
        {
            yield return Spoken.Of("wounded {0} to {1}", old.Wounded, now.Wounded);
        }

        if (now.Kind != old.Kind)
        {
            yield return Spoken.Of("kind, was {0}", old.Kind);
        }

        if (now.Town != old.Town)
        {
            yield return old.Town is null ? Spoken.Of("town now stated") : Spoken.Of("town, was {0}", old.Town);
        }

        if (now.OccurredAt != old.OccurredAt)
        {
            yield return Spoken.Of("time¦evidence");
        }

        if (now.SourcesCount > old.SourcesCount)
        {
            yield return Spoken.Count(now.SourcesCount - old.SourcesCount, "{0} more source", "{0} more sources");
        }
        else if (now.SourcesCount < old.SourcesCount || !now.Sources.SequenceEqual(old.Sources, StringComparer.Ordinal))
        {
            yield return Spoken.Of("sources¦evidence");
        }

        if (now.Location != old.Location)
        {
            yield return Spoken.Of("location¦evidence");
        }

        if (now.Summary != old.Summary || now.Url != old.Url)
        {
            yield return Spoken.Of("summary¦evidence");
        }
    }


}
