using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Incidents;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;

namespace Alerting.Cluster.Tests.History;

/// <summary>What the log of a region says: what came in, what the pure engine makes of it, and what the cluster made of it.</summary>
internal sealed record RegionTruth(string Code, RegionEngine Engine, List<Report> Reports, List<Alert> Replayed, List<Alert> Recorded)
{
    /// <summary>Sequence of the last entry.</summary>
    public long Version { get; set; }

    public IEnumerable<Incident> Incidents => Engine.View.Incidents(long.MinValue, long.MaxValue).Select(static i => i.Incident);
}

/// <summary>The logs, read past the cluster and replayed with their recorded instants.</summary>
internal sealed class Truth
{
    private const string RegionPrefix = "region/";

    public SortedDictionary<string, RegionTruth> Regions { get; } = new(StringComparer.Ordinal);

    /// <summary>The ledger's revisions in the order of its log.</summary>
    public List<Alert> Ledger { get; } = [];

    public static async Task<Truth> ReadAsync(ILogStore store, CancellationToken cancellationToken)
    {
        var truth = new Truth();
        await foreach (var log in store.ListAsync(RegionPrefix, cancellationToken))
        {
            var code = log[RegionPrefix.Length..];
            truth.Regions[code] = await ReplayAsync(store, log, code, cancellationToken);
        }

        await foreach (var entry in store.ReadAsync("ledger", 1, cancellationToken))
        {
            using var document = JsonDocument.Parse(entry.Payload);
            foreach (var revision in document.RootElement.GetProperty("revisions").EnumerateArray())
            {
                truth.Ledger.Add(revision.Deserialize(AlertJson.Wire.Alert)!);
            }
        }

        return truth;
    }

    private static async Task<RegionTruth> ReplayAsync(ILogStore store, string log, string code, CancellationToken cancellationToken)
    {
        var truth = new RegionTruth(code, new RegionEngine(code, RegionCatalog.Iso, EngineOptions.Default), [], [], []);
        var output = new RegionOutput();
        await foreach (var entry in store.ReadAsync(log, 1, cancellationToken))
        {
            truth.Version = entry.Sequence;
            var content = RegionLogReader.Read(entry.Content());
            foreach (var (now, input) in content.Steps)
            {
                if (input is null)
                {
                    truth.Engine.Advance(now, output);
                    continue;
                }

                truth.Engine.Apply(entry.Sequence, now, input, output);
                if (input is ReportInput report)
                {
                    truth.Reports.Add(report.Report);
                }
            }

            truth.Recorded.AddRange(content.Revisions);
            truth.Replayed.AddRange(output.Revisions);
            output.Clear();
        }

        return truth;
    }
}
