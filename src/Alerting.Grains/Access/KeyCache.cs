using System.Collections.Concurrent;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Access;

/// <summary>
/// The keys as this process knows them. With several processes the grain is asked for changes several times a second, so that
/// a revocation is known everywhere within one; a single process is notified of each change at once. While the grain cannot be
/// reached, what was known last stays valid: none can be revoked while the store is away.
/// </summary>
public sealed class KeyCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<KeyCache> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(250);

    /// <summary>How often uses of keys are told to the grain.</summary>
    private static readonly TimeSpan s_usesEvery = TimeSpan.FromSeconds(10);

    /// <summary>Something unknown is looked for no more often than this, however much is guessed.</summary>
    private static readonly TimeSpan s_minTimeBetweenLooks = TimeSpan.FromSeconds(1);

    private readonly ChangeSignal _signal = new(deployment, clock);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);
    private volatile KeyIndex _current = KeyIndex.Empty;
    private int _useRound;
    private long _lookedAt;

    /// <summary>When the last question that was answered was asked.</summary>
    private long _asked;

    /// <summary>What is known now; empty before the first answer.</summary>
    public KeyIndex Current => _current;

    /// <summary>Called after each change, on the thread that learned of it.</summary>
    public event Action<KeyIndex>? Updated;

    private IKeysGrain Grain => grains.GetGrain<IKeysGrain>(IKeysGrain.Key);

    /// <summary>What is valid; read first if this process does not know it yet.</summary>
    public async ValueTask<KeyIndex> GetAsync(CancellationToken cancellationToken)
    {
        if (_current.Revision < 0)
        {
            await RefreshAsync(cancellationToken);
        }

        return _current;
    }

    /// <summary>
    /// What was shown, or null. Where it is not known, other processes are asked whether it is new, and the store now and then
    /// whether a command on a machine has made it.
    /// </summary>
    public async ValueTask<Credential?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        if (_current.Find(hash) is { } known)
        {
            return known;
        }

        try
        {
            if (!deployment.IsSingleSilo || _current.Revision < 0)
            {
                await RefreshAsync(cancellationToken);
                if (_current.Find(hash) is null && !deployment.IsSingleSilo)
                {
                    await LookAsync(cancellationToken);
                }
            }
        }
        catch (Exception exception) when (!_current.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            // What is known stays valid; what is new is found when the grain is back.
            GrainLog.KeysFailed(logger, exception);
        }

        return _current.Find(hash);
    }

    /// <summary>
    /// Asks for changes; when it completes, those of before the call are known here. Of callers that wait together one asks.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var called = clock.GetTimestamp();
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (_current.Revision >= 0 && _asked > called)
            {
                return;
            }

            var asked = clock.GetTimestamp();
            if (await Grain.GetAsync(_current.Revision) is { } changed)
            {
                _current = new KeyIndex(changed);
                Updated?.Invoke(_current);
            }

            _asked = asked;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Changes after uses were told; each key need be told once in a round.</summary>
    public int UseRound => Volatile.Read(ref _useRound);

    /// <summary>A key was shown; the grain is told of it within some seconds.</summary>
    public void Used(string id) => _used.TryAdd(id, 0);

    /// <summary>Tells the grain which keys were shown.</summary>
    public async Task TellUsesAsync()
    {
        Interlocked.Increment(ref _useRound);
        List<string> ids = [.. _used.Keys];
        if (ids.Count > 0)
        {
            ids.ForEach(id => _used.TryRemove(id, out _));
            await Grain.UsedAsync(ids);
        }
    }

    /// <summary>The grain, which is active in this process, has a change. Returns at once.</summary>
    internal void Changed() => _signal.Changed();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WhenStartedAsync(stoppingToken);
        await Task.WhenAll(
            _signal.FollowAsync(RefreshAsync, s_every, exception => GrainLog.KeysFailed(logger, exception), stoppingToken),
            TellUsesAsync(stoppingToken));
    }

    private async Task TellUsesAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(s_usesEvery, clock, stoppingToken);
            try
            {
                await TellUsesAsync();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                GrainLog.UsesNotTold(logger, exception);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (_lookedAt != 0 && clock.GetElapsedTime(_lookedAt) < s_minTimeBetweenLooks)
            {
                return;
            }

            _lookedAt = clock.GetTimestamp();
            if (await Grain.LookAsync())
            {
                await RefreshAsync(cancellationToken);
            }
        }
        finally
        {
            _looking.Release();
        }
    }
}
