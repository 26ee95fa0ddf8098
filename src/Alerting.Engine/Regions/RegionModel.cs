using Alerting.Engine.Alerts;
using Alerting.Engine.Archive;
using Alerting.Engine.Incidents;
using Alerting.Engine.Levels;
using Alerting.Engine.Places;
using Alerting.Engine.Thresholds;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>
/// All that a region knows. It is changed by <see cref="RegionEngine"/> as inputs are applied, by
/// <see cref="IncidentArchive"/> as incidents are archived and restored, and by <see cref="RegionSnapshot"/> when one is
/// restored; <see cref="RegionQueries"/> reads it.
/// </summary>
internal sealed class RegionModel
{
    public RegionModel(string code, RegionCatalog catalog, EngineOptions options)
    {
        // The catalogue's own string, so that regions of incidents compare by reference nearly always.
        Region = catalog[code];
        code = Region.Code;
        Catalog = catalog;
        Options = options;
        Places = new PlaceTable(code, catalog);
        Facts = new FactIndex(code, options.CorrelationWindow.Ticks, Places);
        Archived = new ArchivedFacts(Facts);
        Serializer = new IncidentSerializer(Facts);
        Parts = new FactParts(Facts, Serializer);
        Level = new LevelTracker(options);
        Shown = new ShownLevel(catalog);
        Activity = new ActivityIndex(Facts.Table);
        RollUps = new RollUpBacklog(Activity, catalog);
        Context = new EvaluationContext(Region, catalog, options, Facts, Archived, Level);
        Thresholds = new ThresholdSet(Context, Activity);
    }

    public Region Region { get; }

    public RegionCatalog Catalog { get; }

    public EngineOptions Options { get; }

    /// <summary>The instant that the region has run to, UTC ticks.</summary>
    public long Now { get; set; }

    /// <summary>Sequence of the log entry applied last.</summary>
    public long Sequence { get; set; }

    public PlaceTable Places { get; }

    public FactIndex Facts { get; }

    public ArchivedFacts Archived { get; }

    public IncidentSerializer Serializer { get; }

    public FactParts Parts { get; }

    public LevelTracker Level { get; }

    public ShownLevel Shown { get; }

    public ActivityIndex Activity { get; }

    public RollUpBacklog RollUps { get; }

    public EvaluationContext Context { get; }

    public ThresholdSet Thresholds { get; }

    /// <summary>Which acts of desks are known already when they are sent again.</summary>
    public ActKeys ActKeys => field ??= new ActKeys();

    /// <summary>For each region directly below, the sequence of its log up to which this region has its changes.</summary>
    public Dictionary<string, long> ChildSequences => field ??= new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>What lay before this instant (UTC ticks) was forgotten, as far as it could be; 0 when nothing was yet.</summary>
    public long ForgottenBefore { get; set; }

    /// <summary>Changes of the shown level, oldest first; those of before the retention are forgotten but for the last.</summary>
    public List<LevelChange> LevelHistory { get; } = [];
}
