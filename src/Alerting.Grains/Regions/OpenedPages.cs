namespace Alerting.Grains.Regions;

/// <summary>Keeps what readers have opened for a while after its last use, and has it forgotten then.</summary>
/// <param name="pages">What they have opened.</param>
/// <param name="start">Starts a timer that calls back at this interval.</param>
internal sealed class OpenedPages(ReportPages pages, Func<Func<CancellationToken, Task>, TimeSpan, IGrainTimer> start)
{
    /// <summary>Kept for this time to twice this time after its last use.</summary>
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(15);

    private IGrainTimer? _timer;

    /// <summary>To be called after a read.</summary>
    public void KeepForAWhile()
    {
        if (pages.HasOpened)
        {
            _timer ??= start(ForgetAsync, s_keep);
        }
    }

    private Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (!pages.ForgetUnused())
        {
            _timer?.Dispose();
            _timer = null;
        }

        return Task.CompletedTask;
    }
}
