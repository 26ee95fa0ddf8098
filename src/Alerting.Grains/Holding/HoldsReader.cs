using Alerting.Grains.Inhibitions;
using Alerting.Grains.Silences;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Grains.Holding;

/// <summary>Finds out what holds back now, and has whoever waits for the end of that woken when it changes.</summary>
/// <param name="log">Name of the log of the grain that asks.</param>
/// <param name="now">The current instant, UTC ticks.</param>
internal sealed class HoldsReader(string log, IServiceProvider services, Func<long> now, CancellationToken stopping)
{
    private readonly SilenceCache _silences = services.GetRequiredService<SilenceCache>();
    private readonly InhibitionCache _inhibitions = services.GetRequiredService<InhibitionCache>();
    private readonly OpenAlertCache _open = services.GetRequiredService<OpenAlertCache>();

    /// <summary>What holds back now.</summary>
    /// <param name="neededFrom">
    /// Of the inhibitions there are, as of which position of the ledger the open alerts must be known; null: they have no bearing on
    /// anything.
    /// </param>
    public async ValueTask<HoldsNow> ReadAsync(Func<InhibitionSet, long?> neededFrom)
    {
        var (silences, inhibitions) = await SetsAsync();
        while (!inhibitions.IsEmpty && neededFrom(inhibitions) is { } seq && _open.Known.Head < seq)
        {
            await _open.LearnAsync(seq, stopping);

            // Others may be in force, and more held back, than when that was asked.
            (silences, inhibitions) = await SetsAsync();
        }

        var at = now();
        var active = silences.At(at);
        return new HoldsNow(new Holds(active, inhibitions.Over(_open.Known)), at, active.Until);
    }

    /// <summary>A change of what holds back wakes the grain from now on.</summary>
    public void Watch()
    {
        _silences.Waits(log);
        _inhibitions.Waits(log);
    }

    private async ValueTask<(SilenceSet Silences, InhibitionSet Inhibitions)> SetsAsync() =>
        (await _silences.SilencesAsync(stopping), await _inhibitions.InhibitionsAsync(stopping));
}

/// <summary>What holds back at an instant.</summary>
/// <param name="At">That instant, UTC ticks.</param>
/// <param name="Until">
/// Up to here no silence begins or ends; <see cref="long.MaxValue"/>: but for the end of an alert, of which the ledger tells, nothing
/// changes by itself.
/// </param>
internal readonly record struct HoldsNow(Holds Holds, long At, long Until);
