using Alerting.Console.Shown;

namespace Alerting.Console.Alerts;

/// <summary>
/// Keeps what a page shows up to date: it is read again with every alert, or when it is asked to, and now and then, for much changes
/// without one. However many alerts come, it is read no more than once a second.
/// </summary>
internal sealed class LiveReads : IDisposable
{
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly LiveAlerts _alerts;
    private readonly CoalescedReads _reads;
    private readonly ITimer _timer;

    /// <param name="read">Reads and shows, on the renderer's thread.</param>
    /// <param name="invoke">Has something done on that thread.</param>
    /// <param name="onFault">Told what a read throws; nothing is read after that.</param>
    /// <param name="hearsAlerts">Whether it is read again with every alert.</param>
    public LiveReads(
        LiveAlerts alerts, TimeProvider clock, Func<Task> read, Func<Action, Task> invoke, Func<Exception, Task> onFault,
        bool hearsAlerts = true)
    {
        _alerts = alerts;
        _reads = new CoalescedReads(read, s_pause, clock, onFault);
        if (hearsAlerts)
        {
            _alerts.Changed += Ask;
        }

        _timer = clock.CreateTimer(_ => _ = invoke(Ask), null, s_pace, s_pace);
    }

    /// <summary>
    /// Has it read again soon. While the line is broken, which every page says, nothing can be read; that it is back is told here.
    /// </summary>
    public void Ask()
    {
        if (_alerts.BrokenSince is null)
        {
            _reads.Ask();
        }
    }

    /// <summary>Has it read now, and once more a moment later: what comes of a revision follows it.</summary>
    public void AskTwice()
    {
        Ask();
        Ask();
    }

    public void Dispose()
    {
        _alerts.Changed -= Ask;
        _timer.Dispose();
        _reads.Dispose();
    }
}
