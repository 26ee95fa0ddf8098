using System.Text.Json;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Json;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Thresholds;

/// <summary>Keeps the thresholds. A new installation begins with the default ones.</summary>
[Reentrant]
internal sealed class ThresholdCatalogGrain : EventSourcedGrain, IThresholdCatalogGrain
{
    private readonly ThresholdCache _cache;
    private readonly InitialThresholds _initial;
    private readonly ThresholdRollout _rollout;
    private readonly int _max;
    private readonly SortedDictionary<string, List<ThresholdVersion>> _versions = new(StringComparer.Ordinal);
    private readonly List<ThresholdVersion> _batch = [];
    private long _revision;
    private ThresholdCatalog _sealed = new(0, []);
    private ThresholdCatalog _durable = new(0, []);

    public ThresholdCatalogGrain(IServiceProvider services, ILogger<ThresholdCatalogGrain> logger)
        : base(services, logger, LogOwners.Thresholds)
    {
        _cache = services.GetRequiredService<ThresholdCache>();
        _initial = services.GetRequiredService<InitialThresholds>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Thresholds;
        _rollout = new ThresholdRollout(
            LogName,
            services.GetRequiredService<StoredRegions>(),
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<Backoff>(),
            logger,
            Stopping);
    }

    public override bool HasOpenBatch => _batch.Count > 0;

    public Task<ThresholdCatalog?> GetAsync(long known) =>
        Task.FromResult(known == _durable.Revision ? null : _durable);

    public async Task<ThresholdChange> PutAsync(Threshold definition, string author, string? reason, int? expected)
    {
        EnsureWritable();
        var current = Current(definition.Id);
        if (expected is { } version && version != (current?.Version ?? 0))
        {
            // The version that conflicts may not be durable yet.
            await Commit();
            return new ThresholdChange(ThresholdChangeOutcome.Conflict, current);
        }

        if (current is null && _versions.Values.Count(static versions => versions[^1].Definition is not null) >= _max)
        {
            await Commit();
            return new ThresholdChange(ThresholdChangeOutcome.LimitReached, null);
        }

        var next = Add(definition.Id, definition, author, reason);
        await Commit();
        return new ThresholdChange(current is null ? ThresholdChangeOutcome.Created : ThresholdChangeOutcome.Replaced, next);
    }

    public async Task<ThresholdChange> DeleteAsync(string id, string author, string? reason, int? expected)
    {
        EnsureWritable();
        if (Current(id) is not { } current)
        {
            await Commit();
            return new ThresholdChange(ThresholdChangeOutcome.NotFound, null);
        }

        if (expected is { } version && version != current.Version)
        {
            await Commit();
            return new ThresholdChange(ThresholdChangeOutcome.Conflict, current);
        }

        Add(id, null, author, reason);
        await Commit();
        return new ThresholdChange(ThresholdChangeOutcome.Deleted, null);
    }

    public Task<IReadOnlyList<ThresholdVersion>> VersionsAsync(string id)
    {
        var newest = _durable.Versions.FirstOrDefault(v => v.Id == id)?.Version ?? 0;
        return Task.FromResult<IReadOnlyList<ThresholdVersion>>(newest == 0 ? [] : _versions[id].Take(newest).ToList());
    }

    /// <summary>The rollout was not finished when the previous activation ended.</summary>
    public override Task WakeAsync()
    {
        if (!_rollout.IsUnderWay)
        {
            _rollout.Start(_durable.Revision);
        }

        return Task.CompletedTask;
    }

    protected override async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _durable = Catalog();
        if (Committed == 0)
        {
            foreach (var definition in _initial.All)
            {
                Add(definition.Id, definition, "system", "default of a new installation");
            }

            await Commit();
        }
    }

    public override void OnCommitted(long sequence)
    {
        _durable = _sealed;
        _cache.Changed();
        _rollout.Start(_durable.Revision);
    }

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        ApplyAll(snapshot.Span);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        ApplyAll(entry.Payload.Span);
        return ValueTask.CompletedTask;
    }

    public override LogSnapshot Save() => new(SealedSequence, ToBytes([.. _versions.Values.SelectMany(static v => v)]));

    public override ReadOnlyMemory<byte> Seal()
    {
        var bytes = ToBytes(_batch);
        _batch.Clear();
        _sealed = Catalog();
        return bytes;
    }

    public override long? WakeAt() => HasOpenBatch || _rollout.IsUnderWay ? WallNow : null;

    private static byte[] ToBytes(List<ThresholdVersion> versions) =>
        JsonSerializer.SerializeToUtf8Bytes(versions, AlertJson.Wire.IReadOnlyListThresholdVersion);

    private ThresholdCatalog Catalog() => new(_revision, _versions.Values.Select(static v => v[^1]).ToList());

    private ThresholdVersion? Current(string id) =>
        _versions.TryGetValue(id, out var versions) && versions[^1].Definition is not null ? versions[^1] : null;

    private ThresholdVersion Add(string id, Threshold? definition, string author, string? reason)
    {
        var number = _versions.TryGetValue(id, out var versions) ? versions[^1].Version + 1 : 1;
        var version = new ThresholdVersion(id, number, definition, Clock.GetUtcNow(), author, reason);
        Apply(version);
        _batch.Add(version);
        return version;
    }

    private void ApplyAll(ReadOnlySpan<byte> versions)
    {
        foreach (var version in JsonSerializer.Deserialize(versions, AlertJson.Wire.IReadOnlyListThresholdVersion)!)
        {
            Apply(version);
        }
    }

    private void Apply(ThresholdVersion version)
    {
        if (!_versions.TryGetValue(version.Id, out var versions))
        {
            _versions[version.Id] = versions = [];
        }

        versions.Add(version);
        _revision++;
    }
}

/// <summary>The thresholds of a new installation.</summary>
public sealed record InitialThresholds(IReadOnlyList<Threshold> All);
