using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>Refers to an incident of a region by its row.</summary>
internal readonly record struct IncidentNode(IncidentTable Table, int Row) : IComparable<IncidentNode>
{
    /// <summary>Region in which it was reported.</summary>
    public string Region => Data.Region;

    /// <summary>The id. Creates a string where the id is derived from the report: not for hot paths.</summary>
    public string Id => Table.IdOf(Row);

    /// <summary>Whether it has something to show: false before its first report and after its last.</summary>
    public bool IsShown => Data.Kind is not null;

    /// <summary>A copy of what it shows; null when nothing.</summary>
    public Incident? View => IsShown ? Table.View(Row) : null;

    public long OccurredAt => Data.OccurredAt;

    /// <summary>
    /// Latest event time of its reports; of an incident of a region below, which keeps the reports, the event time.
    /// </summary>
    public long LastEventAt => Table.LastEventOf(Row);

    public string Kind => Data.Kind!.Slug;

    public Family Family => Data.Kind!.Family;

    /// <summary>Name of the town, as the best-ranked report of precision town writes it; null without one.</summary>
    public string? Town => Data.Town;

    /// <summary>What the town is called: as an operator has it, else as <see cref="Town"/>.</summary>
    public string? TownName => Data.DistinctTown?.Settled?.Name ?? Data.Town;

    /// <summary>Grade factor of the report that names the town, 0 when none does.</summary>
    public double TownFactor => Data.TownFactor;

    /// <summary>Event time of the report that names the town, UTC ticks; 0 when none does.</summary>
    public long TownReportedAt => Data.TownReportedAt;

    public int Killed => Data.Killed;

    public int Wounded => Data.Wounded;

    public double GradeFactor => Data.GradeFactor;

    public double Weight => Data.Weight;

    /// <summary>The distinct town that it counts for; null without a report of precision town.</summary>
    public DistinctTown? DistinctTown => Data.DistinctTown;

    /// <summary>Folded actors, sorted.</summary>
    public string[] ActorKeys => Data.Rare?.ActorKeys ?? [];

    /// <summary>Those of its listed sources that name it by its id.</summary>
    public IReadOnlyList<string> NamedBy => Table.NamedBy(Row);

    /// <summary>Ids of the incidents of its region that an operator says it is not.</summary>
    public IReadOnlyList<string> ApartFrom => Table.ApartFrom(Row);

    /// <summary>Sequence of the log entry that changed it last. By this version it is decided what the region above lacks.</summary>
    public long Version
    {
        get => Data.Version;
        set => Table.Incidents[Row].Version = value;
    }

    /// <summary>Whether the current step has noted already what it showed before.</summary>
    public bool InStep
    {
        get => Data.InStep;
        set => Table.Incidents[Row].InStep = value;
    }

    /// <summary>Hash of the members that an alert's evidence shows; the same in every process.</summary>
    public ulong ShownHash
    {
        get
        {
            ref var row = ref Table.Incidents[Row];
            return row.ShownHash != 0 ? row.ShownHash : row.ShownHash = EvidenceHash.Of(View!);
        }
    }

    /// <summary>The row, by reference. Valid until an incident is added.</summary>
    public ref readonly IncidentRow Data => ref Table.Incidents[Row];

    /// <summary>By id, then region.</summary>
    public int CompareTo(IncidentNode other)
    {
        var order = Table.CompareIds(Row, other.Row);
        return order != 0 ? order : string.CompareOrdinal(Region, other.Region);
    }
}
