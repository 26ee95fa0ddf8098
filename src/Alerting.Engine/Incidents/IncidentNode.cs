using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>An incident that a region keeps: a handle on its row.</summary>
internal readonly record struct IncidentNode(IncidentTable Table, int Row) : IComparable<IncidentNode>
{
    /// <summary>Region in which it was reported.</summary>
    public string Region => Data.Region;

    /// <summary>Makes the string where the id is derived: not for hot paths.</summary>
    public string Id => Table.IdOf(Row);

    /// <summary>Whether it is shown: false before the first and after the last report.</summary>
    public bool IsShown => Data.Kind is not null;

    /// <summary>What it shows, on its own; null when nothing.</summary>
    public Incident? View => IsShown ? Table.View(Row) : null;

    public long OccurredAt => Data.OccurredAt;

    public string Kind => Data.Kind!.Slug;

    public Family Family => Data.Kind!.Family;

    /// <summary>As the best-ranked report of precision town writes it; null without one.</summary>
    public string? Town => Data.Town;

    /// <summary>Grade factor of the report that names the town, 0 when none does.</summary>
    public double TownFactor => Data.TownFactor;

    /// <summary>Event time of the report that names the town, UTC ticks; 0 when none does.</summary>
    public long TownReportedAt => Data.TownReportedAt;

    public int Killed => Data.Killed;

    public int Wounded => Data.Wounded;

    public double GradeFactor => Data.GradeFactor;

    public double Weight => Data.Weight;

    /// <summary>The town it counts for; null without a report of precision town.</summary>
    public DistinctTown? Place => Data.Place;

    /// <summary>Folded actors, sorted.</summary>
    public string[] ActorKeys => Data.Rare?.ActorKeys ?? [];

    /// <summary>Log sequence of its last change; what the region above knows is told by it.</summary>
    public long Version
    {
        get => Data.Version;
        set => Table.Incidents[Row].Version = value;
    }

    /// <summary>Whether the step at hand has noted what it showed before.</summary>
    public bool InStep
    {
        get => Data.InStep;
        set => Table.Incidents[Row].InStep = value;
    }

    /// <summary>Of the members that an alert's evidence shows; the same in every process.</summary>
    public ulong ShownHash
    {
        get
        {
            ref var row = ref Table.Incidents[Row];
            return row.ShownHash != 0 ? row.ShownHash : row.ShownHash = EvidenceHash.Of(View!);
        }
    }

    /// <summary>Valid until an incident is added.</summary>
    public ref readonly IncidentRow Data => ref Table.Incidents[Row];

    /// <summary>By id, then region.</summary>
    public int CompareTo(IncidentNode other)
    {
        var order = Table.CompareIds(Row, other.Row);
        return order != 0 ? order : string.CompareOrdinal(Region, other.Region);
    }
}
