namespace Alerting.Engine.Incidents;

/// <content>Which ids the region's own incidents have, and which one a new one gets.</content>
internal sealed partial class IncidentBook
{
    private readonly SuffixBook _suffixes = new();

    /// <summary>Whether the report taken last opened an incident whose id has a suffix.</summary>
    public bool GaveSuffix { get; private set; }

    /// <summary>The region's own incident with that id that has reports, or -1.</summary>
    public int FindShown(string id)
    {
        Index();
        return Find(id) is >= 0 and var row && Table.Incidents[row].FirstReport >= 0 ? row : -1;
    }

    /// <summary>
    /// Null for <c>{source}:{reportId}</c>; where an incident has that id already which this report does not fit (its
    /// own correction moved it away from the others), a number is appended.
    /// </summary>
    private string? FreeId(int report, IdSuffix suffix)
    {
        ref var stored = ref Table.Reports[report];
        if (_own.Count == 0 && !stored.From.HasColon && !stored.ReportId.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        Span<char> buffer = stackalloc char[256];
        var id = IncidentTable.DerivedId(stored.From.Name, stored.ReportId, buffer);
        if (!IsTaken(id))
        {
            return null;
        }

        for (var number = suffix == IdSuffix.Revision ? stored.Revision : _suffixes.FirstThatMayBeFree(id); ; number++)
        {
            var other = SuffixBook.Append(id, number);
            if (!IsTaken(other) && !IsPutAway(other))
            {
                if (suffix == IdSuffix.NextFree)
                {
                    _suffixes.NoteTakenBelow(id, number);
                }

                return other;
            }
        }
    }

    private bool IsTaken(ReadOnlySpan<char> id) => Find(id) is >= 0 and var holder && Table.Incidents[holder].FirstReport >= 0;

    /// <summary>The region's own incident with that id, or -1.</summary>
    private int Find(ReadOnlySpan<char> id)
    {
        if (_own.Find(FactKeys.Hash(id), new OwnMatch(Table, id)) is >= 0 and var row)
        {
            return row;
        }

        // A derived id is that of the report that opened the incident; a source's name may have colons of its own.
        for (var colon = 0; colon < id.Length; colon++)
        {
            if (id[colon] == ':' && _sources.Find(id[..colon]) is { } source)
            {
                var reportId = id[(colon + 1)..];
                var report = _reports.Find(FactKeys.Hash(source, reportId), new ReportMatch(Table, source, reportId));
                if (report >= 0 && Table.Reports[report].Incident is >= 0 and var incident && Table.Incidents[incident].Id is null)
                {
                    return incident;
                }
            }
        }

        return -1;
    }
}
