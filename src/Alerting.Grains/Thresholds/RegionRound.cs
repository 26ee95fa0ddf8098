using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Thresholds;

/// <summary>
/// Tells every region there is of a change of thresholds: the caches of the silos tell those that are awake at once, but
/// a region that sleeps may have an alert open, or incidents in a window, that the change is about.
/// </summary>
internal sealed class RegionRound
{
    private const int AtATime = 16;

    // What a region cannot be told by then it hears when it is active again.
    private const int MostRounds = 8;

    private readonly ILogStore _store;
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly HopPump _pump;

    /// <summary>Regions still to be told of <see cref="_telling"/>.</summary>
    private List<string> _left = [];
    private long _wanted;
    private long _telling;
    private int _rounds;

    public RegionRound(string log, ILogStore store, IGrainFactory grains, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_store, _grains, _logger, _stopping) = (store, grains, logger, stopping);
        _pump = new HopPump(log, "the regions", TellAsync, clock, logger, stopping);
    }

    /// <summary>Whether there is a region that may not have been told.</summary>
    public bool IsUnderWay => _telling < _wanted || _left.Count > 0;

    /// <summary>Does not wait.</summary>
    /// <param name="revision">Of the catalogue, which is durable.</param>
    public void Start(long revision)
    {
        _wanted = revision;
        _pump.Start();
    }

    private async Task<bool> TellAsync()
    {
        if (_telling < _wanted)
        {
            var revision = _wanted;
            var codes = new List<string>();
            await foreach (var log in _store.ListAsync(LogOwners.RegionPrefix, _stopping))
            {
                codes.Add(log[LogOwners.RegionPrefix.Length..]);
            }

            (_left, _telling, _rounds) = (codes, revision, 0);
        }

        var failed = new List<string>();
        Exception? last = null;
        foreach (var some in _left.Chunk(AtATime))
        {
            await Task.WhenAll(some.Select(async code =>
            {
                try
                {
                    await _grains.ControlOf(code).ThresholdsChangedAsync(_telling);
                }
                catch (Exception exception)
                {
                    failed.Add(code);
                    last = exception;
                }
            }));
            if (_stopping.IsCancellationRequested)
            {
                return false;
            }
        }

        _left = failed;
        if (last is null)
        {
            return _telling < _wanted;
        }

        if (++_rounds < MostRounds)
        {
            throw new InvalidOperationException($"{failed.Count} regions could not be told of changed thresholds.", last);
        }

        foreach (var code in failed)
        {
            GrainLog.RegionNotTold(_logger, last, code);
        }

        _left = [];
        return _telling < _wanted;
    }
}
