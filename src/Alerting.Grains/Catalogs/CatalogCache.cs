using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>
/// A catalogue as this silo knows it: with several silos as of half a second ago (<see cref="ChangeSignal"/>). A change made
/// through this silo is known at once.
/// </summary>
public abstract class CatalogCache<TCatalog>(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger logger)
    : BackgroundService
    where TCatalog : class
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);

    private readonly ChangeSignal _signal = new(deployment, clock);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile TCatalog? _current;

    /// <summary>The catalogue; read first if this silo does not know it yet.</summary>
    public async ValueTask<TCatalog> GetAsync(CancellationToken cancellationToken)
    {
        while (_current is null)
        {
            await RefreshAsync(cancellationToken);
        }

        return _current;
    }

    /// <summary>What is known now; null before the first answer.</summary>
    public TCatalog? Current => _current;

    /// <summary>Asks for changes unless this revision, or a later one, is known.</summary>
    public async Task KnowAsync(long revision, CancellationToken cancellationToken)
    {
        if (_current is not { } known || RevisionOf(known) < revision)
        {
            await RefreshAsync(cancellationToken);
        }
    }

    /// <summary>Asks for changes.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        TCatalog catalog;
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var known = _current is { } current ? RevisionOf(current) : -1;
            if (await FetchAsync(grains, known) is not { } changed)
            {
                return;
            }

            _current = catalog = changed;
            if (known < 0)
            {
                return;
            }
        }
        finally
        {
            _refreshing.Release();
        }

        Refreshed(RevisionOf(catalog));
    }

    /// <summary>The catalogue, which is active in this process, has changed. Returns at once.</summary>
    internal void Changed() => _signal.Changed();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WhenStartedAsync(stoppingToken);
        await _signal.FollowAsync(RefreshAsync, s_every, exception => GrainLog.CatalogFailed(logger, exception), stoppingToken);
    }

    /// <summary>The catalogue; null when nothing changed since this revision.</summary>
    private protected abstract Task<TCatalog?> FetchAsync(IGrainFactory grains, long known);

    /// <summary>Grows with every change.</summary>
    private protected abstract long RevisionOf(TCatalog catalog);

    /// <summary>Another revision than before is known.</summary>
    private protected virtual void Refreshed(long revision)
    {
    }
}
