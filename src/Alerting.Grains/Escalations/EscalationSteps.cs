using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Escalations;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Escalations;

/// <summary>
/// Calls the steps that are due, and what was held back and is free, once it is known that nothing in the ledger stops them.
/// </summary>
internal sealed class EscalationSteps(
    EscalationJournal journal, LedgerCheck ledger, StepCallees callees, EscalationHolds holds, IEscalationHost host, ILogger logger)
{
    private const int Batch = 1_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly BoundedPause _pause = new();
    private bool _isRunning;

    /// <summary>When there is something to do, UTC ticks; null: at no known instant, or it is being done.</summary>
    public long? NextLook => !_isRunning && NextDue is { } due ? Math.Max(due, _pause.Until(host.Now)) : null;

    private long? NextDue => new[] { journal.State.NextStepDue(), holds.NextLook }.Min();

    /// <summary>Starts to call what is due; returns at once.</summary>
    public void Run()
    {
        if (NextLook is { } look && look <= host.Now)
        {
            _isRunning = true;
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (NextDue <= host.Now && !host.Stopping.IsCancellationRequested)
            {
                await CallDueAsync();
            }
        }
        catch (Exception exception)
        {
            // They stay due. Whatever is the matter with the ledger or the store, calls wait for it: they could neither say
            // of what they are nor be recorded.
            if (!host.Stopping.IsCancellationRequested)
            {
                _pause.Begin(host.Now, s_pause);
                EscalationLog.StepsPutOff(logger, exception, s_pause);
            }
        }
        finally
        {
            _isRunning = false;
        }

        host.Run();
    }

    private async Task CallDueAsync()
    {
        host.EnsureWritable();
        var asOf = host.Now;
        await ledger.AsOfNowAsync();
        var resolver = await callees.ReadAsync(host.Stopping);
        var free = await holds.ReadAsync(Array.Empty<DueStep>());
        host.EnsureWritable();
        holds.Release(free);
        journal.Raise(journal.State.Judge(asOf));
        while (journal.State.StepsDue(asOf, Batch) is { Count: > 0 } due)
        {
            var held = await holds.ReadAsync(due);
            host.EnsureWritable();
            holds.Release(held);
            var now = host.Now;
            foreach (var step in due)
            {
                var called = journal.State.Call(step, resolver.Of(step.Definition.Notify, step.Step.DueAt), held.Holds, now);
                journal.Raise(called);
                if (called.OfType<StepUnreached>().FirstOrDefault() is { } unreached)
                {
                    EscalationLog.Unreached(logger, unreached.AlertId, unreached.Policy, unreached.Step.Step + 1);
                }
            }

            holds.Watch();
            await host.CommitAsync();
            host.Run();
            host.EnsureWritable();
        }

        holds.Watch();

        await host.CommitAsync();
    }
}
