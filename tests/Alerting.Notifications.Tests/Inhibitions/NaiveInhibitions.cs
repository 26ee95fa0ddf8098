using Alerting.Inhibitions;
using Alerting.Notifications.Inhibitions;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>
/// Which alerts are held back, worked out over all of them at once and by the words of the contract: every pair is looked at, and
/// who depends on whom is a matrix.
/// </summary>
internal sealed class NaiveInhibitions
{
    private readonly IReadOnlyList<Inhibition> _rules;
    private readonly OpenAlert[] _alerts;
    private readonly bool[,] _holds;
    private readonly bool?[] _passes;

    public NaiveInhibitions(IReadOnlyList<Inhibition> rules, OpenAlert[] alerts)
    {
        (_rules, _alerts) = (rules, alerts);
        _passes = new bool?[alerts.Length];
        _holds = new bool[alerts.Length, alerts.Length];
        for (var x = 0; x < alerts.Length; x++)
        {
            for (var y = 0; y < alerts.Length; y++)
            {
                _holds[x, y] = RuleOf(alerts[x], alerts[y]) is not null;
            }
        }

        Decide();
    }

    /// <summary>What holds an alert back, as <see cref="InhibitionSample.Shown"/> shows it.</summary>
    public string Of(int alert) => _passes[alert]!.Value ? "passes" : ByOf(_alerts[alert]);

    /// <summary>The same of a revision of an alert that is not open, or was of another severity then.</summary>
    public string ByOf(OpenAlert revision)
    {
        var source = Enumerable.Range(0, _alerts.Length)
            .Where(x => _passes[x]!.Value && RuleOf(_alerts[x], revision) is not null)
            .OrderBy(x => _alerts[x].Seq).Select(x => _alerts[x]).FirstOrDefault();
        return source is null ? "passes" : $"r{RuleOf(source, revision)} {source.AlertId}";
    }

    private static bool LiesIn(string region, string other) => region == other || region.StartsWith(other + "/", StringComparison.Ordinal);

    private int? RuleOf(OpenAlert x, OpenAlert y)
    {
        for (var i = 0; i < _rules.Count; i++)
        {
            var rule = _rules[i];
            if (x.AlertId != y.AlertId
                && (rule.Source.Thresholds.Count == 0 || rule.Source.Thresholds.Contains(x.Threshold))
                && x.Severity >= rule.Source.MinSeverity
                && (rule.Target.Thresholds.Count == 0 || rule.Target.Thresholds.Contains(y.Threshold))
                && y.Severity <= rule.Target.MaxSeverity
                && (rule.Where == InhibitionPlace.Same ? x.Region == y.Region : LiesIn(y.Region, x.Region))
                && (rule.Regions.Count == 0 || rule.Regions.Any(root => root == "*" || LiesIn(y.Region, root))))
            {
                return i;
            }
        }

        return null;
    }

    private void Decide()
    {
        var all = Enumerable.Range(0, _alerts.Length).ToArray();
        while (all.Any(y => _passes[y] is null))
        {
            var before = all.Count(y => _passes[y] is null);
            foreach (var y in all.Where(y => _passes[y] is null))
            {
                var over = all.Where(x => _holds[x, y]).ToArray();
                _passes[y] = over.Any(x => _passes[x] is true) ? false
                    : over.All(x => _passes[x] is false) ? true
                    : null;
            }

            if (all.Count(y => _passes[y] is null) == before)
            {
                _passes[FirstOfARing(all)] = true;
            }
        }
    }

    private int FirstOfARing(int[] all)
    {
        var undecided = all.Where(x => _passes[x] is null).ToArray();
        var reaches = new bool[all.Length, all.Length];
        foreach (var x in undecided)
        {
            foreach (var y in undecided)
            {
                reaches[x, y] = _holds[x, y];
            }
        }

        foreach (var via in undecided)
        {
            foreach (var x in undecided)
            {
                foreach (var y in undecided)
                {
                    reaches[x, y] |= reaches[x, via] && reaches[via, y];
                }
            }
        }

        return undecided.Where(y => undecided.All(x => !reaches[x, y] || reaches[y, x])).MinBy(y => _alerts[y].Seq);
    }
}
