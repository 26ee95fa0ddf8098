using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Thresholds;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>
/// Regions as a cluster keeps them whose machines' clocks differ: each writes its log by its own clock, roll-ups are under way for
/// up to two seconds and gather what was changed meanwhile, and deadlines are noticed some milliseconds late.
/// </summary>
/// <param name="store">Gets the logs.</param>
/// <param name="thresholds">Adopted by each region with its first input.</param>
/// <param name="seed">Of the clocks and delays.</param>
/// <param name="skew">How far clocks differ at most.</param>
internal sealed class SkewedRegions(ILogStore store, IReadOnlyList<ThresholdVersion> thresholds, int seed, TimeSpan skew)
    : IRegionTreeObserver
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Func<long, Task>, (long At, int Number)> _events = new();
    private int _numbers;

    /// <summary>In the order in which each region published them.</summary>
    public List<Alert> Revisions { get; } = [];

    public List<RegionLevel> Levels { get; } = [];

    /// <summary>Roll-ups that came at an instant, by the clock of the region above, before the change that they tell.</summary>
    public int Early { get; private set; }

    /// <summary>Roll-ups of several entries.</summary>
    public int Gathered { get; private set; }

    public void OnRevision(Alert revision) => Revisions.Add(revision);

    public void OnLevel(string region, LevelChange change) => Levels.Add(new RegionLevel(region, change));

    /// <summary>Lets reports come in, each at its instant by a true clock, and all that follows from them happen.</summary>
    public async Task RunAsync(IEnumerable<(Report Report, long ReceivedAt)> history, long to)
    {
        foreach (var (report, at) in history)
        {
            Schedule(at, now => ApplyAsync(Get(report.Region), now, new ReportInput(report)));
        }

        while (_events.TryDequeue(out var happen, out var at) && at.At <= to)
        {
            await happen(at.At);
        }
    }

    private Node Get(string code)
    {
        if (!_nodes.TryGetValue(code, out var node))
        {
            var ahead = (long)((_random.NextDouble() - 0.5) * skew.Ticks);
            _nodes[code] = node = new Node(new RegionEngine(code, RegionCatalog.Iso, EngineOptions.Default), ahead);
        }

        return node;
    }

    private void Schedule(long at, Func<long, Task> what) => _events.Enqueue(what, (at, _numbers++));

    /// <summary>Applies an input, or runs the clock alone, and stores it as an entry.</summary>
    /// <param name="node">The region.</param>
    /// <param name="at">By a true clock, UTC ticks.</param>
    /// <param name="input">The input; null for the clock alone.</param>
    private async Task ApplyAsync(Node node, long at, RegionInput? input)
    {
        var (engine, output, writer) = (node.Engine, node.Output, node.Writer);
        var now = Math.Max(at + node.Ahead, engine.Now);
        engine.Advance(now, output);
        if (output.Count > 0)
        {
            writer.RunTo(now);
        }

        foreach (var applied in node.Sequence == 0 ? [new AdoptInput(thresholds), input] : new[] { input })
        {
            if (applied is not null)
            {
                var outcome = engine.Apply(node.Sequence + 1, now, applied, output);
                if (outcome is not { Status: not ReportStatus.Accepted })
                {
                    writer.SetNow(now);
                    writer.Add(applied);
                }
            }
        }

        if (writer.Count > 0)
        {
            await store.AppendAsync(
                LogOwners.Region(engine.Region.Code), ++node.Sequence, new LogBatch(Guid.NewGuid(), writer.Finish()), null, default);
        }

        Publish(node);
        output.Clear();
        if (node.Engine.NextDeadline is { } due)
        {
            Schedule(
                Math.Max(at, due - node.Ahead) + (_random.Next(5) * TimeSpan.TicksPerMillisecond),
                late => node.Engine.NextDeadline <= late + node.Ahead ? ApplyAsync(node, late, null) : Task.CompletedTask);
        }

        if (node.News.Count > 0 && engine.Region.Parent is { } parent && !node.IsCalling)
        {
            node.IsCalling = true;
            Schedule(at + _random.Next(1, 2_000) * TimeSpan.TicksPerMillisecond, arrives => RollUpAsync(node, Get(parent), arrives));
        }
    }

    private void Publish(Node node)
    {
        foreach (var revision in node.Output.Revisions)
        {
            OnRevision(revision);
        }

        foreach (var level in node.Output.Levels)
        {
            OnLevel(node.Engine.Region.Code, level);
        }

        if (node.Output.IncidentChanges.Count > 0 || node.Output.Levels.Count > 0)
        {
            node.News.Add((node.Sequence, [.. node.Output.IncidentChanges], node.Engine.Summary));
        }
    }

    private async Task RollUpAsync(Node node, Node above, long at)
    {
        node.IsCalling = false;
        var (last, _, summary) = node.News[^1];
        Gathered += node.News.Count > 1 ? 1 : 0;
        Early += Math.Max(at + above.Ahead, above.Engine.Now) < node.Engine.Now ? 1 : 0;
        var changes = RollUpChanges.LastVersions([.. node.News.SelectMany(static news => news.Changes)]);
        node.News.Clear();
        await ApplyAsync(above, at, new RollUpInput(node.Engine.Region.Code, last, changes, summary));
    }

    private sealed class Node(RegionEngine engine, long ahead)
    {
        public RegionEngine Engine => engine;

        /// <summary>Of a true clock, in ticks.</summary>
        public long Ahead => ahead;

        public RegionOutput Output { get; } = new();

        public RegionLogWriter Writer { get; } = new();

        public long Sequence { get; set; }

        public bool IsCalling { get; set; }

        public List<(long Sequence, List<IncidentChange> Changes, ChildSummary Summary)> News { get; } = [];
    }
}
