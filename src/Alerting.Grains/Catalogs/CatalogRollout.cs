using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>
/// Forwards each change of a catalogue to every region that exists. The caches of the silos notify active regions at
/// once, but a region that is not active may have an open alert, or incidents in a window, that the change concerns.
/// </summary>
internal sealed class CatalogRollout : ILogHandler<CatalogRollout.Regions>
{
    private const int AtATime = 16;

    // After this many rounds the regions that cannot be reached are left out; they adopt the change at their next
    // activation.
    private const int MaxRounds = 8;

    private readonly Func<IRegionControl, long, Task> _notify;
    private readonly StoredRegions _stored;
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly LogFollower<Regions> _follower;

    /// <summary>The regions that are still to be notified; null when a revision has reached all.</summary>
    private Regions? _left;
    private long _wanted;
    private int _rounds;

    public CatalogRollout(
        string log, Func<IRegionControl, long, Task> notify, StoredRegions stored, IGrainFactory grains, Backoff backoff, ILogger logger,
        CancellationToken stopping)
    {
        (_notify, _stored, _grains, _logger, _stopping) = (notify, stored, grains, logger, stopping);
        _follower = new LogFollower<Regions>(log, this, backoff, logger, stopping);
    }

    /// <summary>Whether a region may not have been notified yet.</summary>
    public bool IsUnderWay => _follower.Cursor < _wanted;

    public string Consumer => "the regions";

    /// <summary>Starts the rollout; returns at once.</summary>
    /// <param name="revision">Revision of the catalogue, which is durable.</param>
    public void Start(long revision)
    {
        _wanted = revision;
        _follower.Start();
    }

    public async ValueTask<Regions?> ReadAsync(long cursor)
    {
        if (_left is null && cursor < _wanted)
        {
            var revision = _wanted;
            var codes = new List<string>();
            await foreach (var code in _stored.CodesAsync(_stopping))
            {
                codes.Add(code);
            }

            (_left, _rounds) = (new Regions(revision, codes), 0);
        }

        return _left;
    }

    public async Task<long> HandOverAsync(Regions news)
    {
        var failed = new List<string>();
        Exception? last = null;
        foreach (var some in news.Codes.Chunk(AtATime))
        {
            _stopping.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(async code =>
            {
                try
                {
                    await _notify(_grains.ControlOf(code), news.Revision);
                }
                catch (Exception exception)
                {
                    failed.Add(code);
                    last = exception;
                }
            }));
        }

        if (last is not null && ++_rounds < MaxRounds)
        {
            _left = news with { Codes = failed };
            throw new InvalidOperationException($"{failed.Count} regions could not be notified of what operators have changed.", last);
        }

        failed.ForEach(code => GrainLog.RegionNotNotified(_logger, last!, code));
        return news.Revision;
    }

    public void Acknowledged(long cursor) => _left = null;

    /// <param name="Revision">Revision of the catalogue.</param>
    /// <param name="Codes">Codes of regions.</param>
    internal sealed record Regions(long Revision, IReadOnlyList<string> Codes);
}
