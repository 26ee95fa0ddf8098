using Alerting.Engine.Wire;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Locations;

/// <summary>Keeps where the reports of a share were first found. What is answered is durable.</summary>
[Reentrant]
internal sealed class LocatedReportsGrain : EventSourcedGrain, ILocatedReportsGrain
{
    /// <summary>Events are forgotten by regions some days after the retention has passed.</summary>
    private const int DaysAfterRetention = 32;

    private readonly TimeSpan _retention;
    private readonly LocatedReports _reports = new();
    private readonly WireWriter _writer = new();
    private List<ReportClaim> _added = [];

    public LocatedReportsGrain(IServiceProvider services, IGrainContext context, ILogger<LocatedReportsGrain> logger)
        : base(services, logger, LogOwners.Located(context.GrainId.Key.ToString()!)) =>
        _retention = services.GetRequiredService<RetentionPeriods>().Regions;

    public override bool HasOpenBatch => _added.Count > 0;

    public async Task<IReadOnlyList<FirstRegion>> PlaceAsync(IReadOnlyList<ReportClaim> claims)
    {
        EnsureWritable();
        var regions = new FirstRegion[claims.Count];
        for (var i = 0; i < regions.Length; i++)
        {
            regions[i] = Place(claims[i]);
        }

        // Also where nothing is new: what was found may not be durable yet.
        await Commit();
        return regions;
    }

    public override ReadOnlyMemory<byte> Seal()
    {
        LocatedReports.Write(_writer, _added);
        _added = [];
        return _writer.Detach();
    }

    public override LogSnapshot Save() => new(SealedSequence, _reports.Save(FirstDay()));

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reports.Read(snapshot));

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken) => _reports.Read(entry.Payload)
        ? ValueTask.CompletedTask
        : throw new InvalidDataException($"Entry {entry.Sequence} of log '{LogName}' is of another version.");

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        Store.TrimAsync(LogName, snapshotSequence + 1, cancellationToken);

    public override long? WakeAt() => HasOpenBatch ? WallNow : null;

    private FirstRegion Place(in ReportClaim claim)
    {
        if (_reports.Find(claim.Report) is { } found)
        {
            return new FirstRegion(found.Region, found.Place == claim.Place);
        }

        if (claim.Region is null)
        {
            return default;
        }

        // A withdrawal may come before what it withdraws, and need not say when that was.
        var dated = claim.Day > 0 ? claim : claim with { Day = (int)(WallNow / TimeSpan.TicksPerDay) };
        _reports.Add(dated);
        _added.Add(dated);
        return new FirstRegion(claim.Region, true);
    }

    private int FirstDay()
    {
        var days = (WallNow - _retention.Ticks) / TimeSpan.TicksPerDay;
        return (int)Math.Max(0, days - DaysAfterRetention);
    }
}
