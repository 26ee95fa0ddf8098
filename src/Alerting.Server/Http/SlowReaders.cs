using System.Collections.Concurrent;

namespace Alerting.Server.Http;

/// <summary>Disconnects clients that have read nothing of their answer for a minute, with one timer for all of them.</summary>
internal sealed partial class SlowReaders : IDisposable
{
    /// <summary>How long a client may leave a piece of its answer unread.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PacedAnswer, bool> _open = new();
    private readonly ITimer _timer;
    private readonly ILogger _logger;

    public SlowReaders(TimeProvider clock, ILogger<SlowReaders> logger)
    {
        _logger = logger;
        _timer = clock.CreateTimer(static readers => ((SlowReaders)readers!).Look(), this, s_look, s_look);
    }

    /// <summary>Answers that are being written.</summary>
    public int Count => _open.Count;

    public void Add(PacedAnswer answer) => _open.TryAdd(answer, true);

    public void Remove(PacedAnswer answer) => _open.TryRemove(answer, out _);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var count = 0;
        foreach (var (answer, _) in _open)
        {
            if (answer.AbortAfter(Patience))
            {
                count++;
            }
        }

        if (count > 0)
        {
            LogLetGo(count);
        }
    }

    [LoggerMessage(
        EventId = 25,
        Level = LogLevel.Information,
        Message = "{Count} clients took nothing of their answers for a minute and were let go.")]
    private partial void LogLetGo(int count);
}
