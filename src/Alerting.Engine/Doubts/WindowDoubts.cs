using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Doubts;

/// <summary>
/// What of the measure of a window is in doubt. Incidents that may be one form clusters, the connected components of doubt among
/// the incidents of the window, and each cluster counts as its largest member; of towns, those whose names are alike count as
/// one. It depends on the incidents of the window alone, and not on the order in which they came.
/// </summary>
internal sealed class WindowDoubts
{
    /// <summary>
    /// Of each region the newest incidents are examined, up to this number; older ones count as they are. A hundred thousand in
    /// one town within a day are no reason to compare each with each.
    /// </summary>
    public const int MaxExamined = 500;

    private readonly List<IncidentNode> _examined = [];
    private readonly Func<IncidentNode, long>? _unitsOf;
    private readonly double _scale;
    private readonly long _correlationWindow;
    private WindowTowns? _towns;
    private IReadOnlyList<DoubtfulPair>? _pairs;
    private long? _excess;

    /// <param name="threshold">Whose measure it is.</param>
    /// <param name="newestFirst">The incidents of the window.</param>
    /// <param name="correlationWindow">Ticks.</param>
    public WindowDoubts(Threshold threshold, IEnumerable<IncidentNode> newestFirst, long correlationWindow)
    {
        _unitsOf = AggregateMeasure.UnitsOf(threshold.Measure);
        _scale = AggregateMeasure.ScaleOf(threshold.Measure);
        _correlationWindow = correlationWindow;
        if (threshold.Scope.Depth == Depth.Leaf)
        {
            _examined.AddRange(newestFirst.Take(MaxExamined));
            return;
        }

        var ofRegion = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in newestFirst)
        {
            var count = ofRegion[node.Region] = ofRegion.GetValueOrDefault(node.Region) + 1;
            if (count <= MaxExamined)
            {
                _examined.Add(node);
            }
        }
    }

    /// <summary>The incidents that are examined, newest first.</summary>
    public IReadOnlyList<IncidentNode> Examined => _examined;

    /// <summary>Pairs that may be one, those with the newest incidents first.</summary>
    public IReadOnlyList<DoubtfulPair> Pairs => _pairs ??= PairsOf();

    /// <summary>By how much the measure would be less if every cluster counted as its largest member, in units of the measure.</summary>
    public long Excess => _excess ??= ExcessOf();

    private WindowTowns Towns => _towns ??= new WindowTowns(_examined);

    /// <summary>Whether doubt has a bearing on a measure. A region stays one however often it is told of.</summary>
    public static bool Matter(Measure measure) =>
        measure is not (Measure.Regions or Measure.Surge or Measure.Level or Measure.Sequence);

    /// <summary>What is certain of a window that states so much.</summary>
    public double CertainOf(double stated) => Excess == 0 ? stated : (Math.Round(stated * _scale) - Excess) / _scale;

    /// <summary>Pairs that are enough to join every cluster, in the order of <see cref="Pairs"/>.</summary>
    public List<DoubtfulPair> Joining() => Joining(new Clusters(_examined.Count));

    private List<DoubtfulPair> Joining(Clusters clusters) => [.. Pairs.Where(pair => clusters.Join(pair.Newer, pair.Older))];

    private long ExcessOf()
    {
        if (Pairs.Count == 0)
        {
            return 0;
        }

        var clusters = new Clusters(_examined.Count);
        var joining = Joining(clusters);
        if (_unitsOf is null)
        {
            return joining.Count;
        }

        var largest = new Dictionary<int, long>();
        var excess = 0L;
        for (var i = 0; i < _examined.Count; i++)
        {
            var units = _unitsOf(_examined[i]);
            var cluster = clusters.Of(i);
            var most = largest.GetValueOrDefault(cluster);
            excess += Math.Min(units, most);
            largest[cluster] = Math.Max(units, most);
        }

        return excess;
    }

    private List<DoubtfulPair> PairsOf()
    {
        if (Towns.IsFree)
        {
            return [];
        }

        var pairs = _unitsOf is null
            ? Towns.Alike().Select(p => new DoubtfulPair(Towns.NewestIn(p.Newer), Towns.NewestIn(p.Older), DoubtReason.AlikeTowns)).ToList()
            : new IncidentPairs(_examined, Towns, _correlationWindow).Find();
        pairs.Sort(static (a, b) => a.Newer != b.Newer ? a.Newer.CompareTo(b.Newer) : a.Older.CompareTo(b.Older));
        return pairs;
    }
}
