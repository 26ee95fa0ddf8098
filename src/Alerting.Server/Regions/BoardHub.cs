using Alerting.Grains.Regions;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>
/// Has the snapshot of the board made for all live readers of this process, and wakes them when it shows something else: once after
/// changes, at the begin of a minute, and when a deadline of a region comes. Without readers nothing is made.
/// </summary>
/// <remarks>A process of a cluster is told of its own changes alone, and looks for those of others every second.</remarks>
internal sealed partial class BoardHub(
    BoardSnapshots snapshots, RegionBoard board, RegionStamps stamps, TimeProvider clock, ILogger<BoardHub> logger) : BackgroundService
{
    // Changes that come in a burst are told together. In a cluster it costs a read of the store to learn them.
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_gapInCluster = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Pulse _hint = new();
    private readonly Pulse _more = new();
    private BoardSnapshot _current = snapshots.None;
    private int _readers;

    /// <summary>Adds the board, and what is made of it.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RegionBoard>();
        services.AddSingleton<BoardSnapshots>();
        services.AddSingleton<BoardHub>();
        services.AddSingleton<BoardWriter>();
        services.AddHostedService(static provider => provider.GetRequiredService<RegionBoard>());
        services.AddHostedService(static provider => provider.GetRequiredService<BoardHub>());
    }

    /// <summary>The newest snapshot that live readers were woken for.</summary>
    public BoardSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Completes when there is a newer <see cref="Current"/>.</summary>
    public Task MoreAsync() => _more.Next;

    /// <summary>Counts a live reader until the result is disposed of.</summary>
    public IDisposable Attach()
    {
        Interlocked.Increment(ref _readers);
        return new Reader(this);
    }

    /// <summary>Waits until <see cref="Current"/> is this snapshot or a later one.</summary>
    public async Task ReachAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var more = _more.Next;
            if (Current.Number >= number)
            {
                return;
            }

            _hint.Fire();
            await more.WaitAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stamps.Advanced += _hint.Fire;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var hint = _hint.Next;
                if (Volatile.Read(ref _readers) == 0)
                {
                    await hint.WaitAsync(stoppingToken);
                    continue;
                }

                var wait = await LookAsync(stoppingToken);
                await Task.Delay(board.IsAlone ? s_gap : s_gapInCluster, clock, stoppingToken);
                await hint.WaitAsync(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            stamps.Advanced -= _hint.Fire;
        }
    }

    /// <summary>Has the snapshot made; how long it holds unless there is a hint.</summary>
    private async Task<TimeSpan> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await snapshots.AsOfNowAsync(stoppingToken) is not { } snapshot)
            {
                return s_look;
            }

            if (snapshot != _current)
            {
                Volatile.Write(ref _current, snapshot);
                _more.Fire();
            }

            var holds = snapshots.HoldsUntil - clock.GetUtcNow();
            return !board.IsAlone && holds > s_look ? s_look : holds > TimeSpan.Zero ? holds : TimeSpan.Zero;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotRead(exception);
            return s_look;
        }
    }

    [LoggerMessage(
        EventId = 27, Level = LogLevel.Warning, Message = "The live feed of regions could not read them, and tries again in a second.")]
    private partial void LogNotRead(Exception exception);

    private sealed class Reader(BoardHub hub) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref hub._readers);
            }
        }
    }
}
