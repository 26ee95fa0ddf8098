using Alerting.Grains.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Delivers again what was delivered or given up, and counts it.</summary>
internal sealed class SubscriptionReplay(
    SubscriptionJournal journal, LedgerReader reader, DeliverySender sender, SubscriptionRetention retention,
    SubscriptionOwner owner, ISubscriptionHost host,
    Func<DateTimeOffset, Task<long>> firstSince, Func<string, string, bool> isWithin, SubscribedArea area, SubscriptionHolds holds)
{
    /// <param name="recorded">Called where the change is made, to record it along with it.</param>
    /// <returns>Null when there is no subscription.</returns>
    public async Task<ReplayResult?> ReplayAsync(ReplayRequest request, Action recorded)
    {
        host.EnsureWritable();
        if (journal.State.Definition is null)
        {
            return null;
        }

        if (FaultOf(request) is { } fault)
        {
            return new ReplayResult(0, fault);
        }

        if ((request.Seq ?? request.FromSeq) is { } seq)
        {
            await retention.EnsureKeptAsync(seq);
        }

        return request is { Seq: null, AllDead: false } ? await RewindAsync(request, recorded) : await RepeatAsync(request, recorded);
    }

    private static Fault? FaultOf(ReplayRequest request)
    {
        bool[] named = [request.Seq is not null, request.AllDead, request.FromSeq is not null, request.From is not null];
        return named.Count(static one => one) != 1
            ? new Fault(FaultTypes.InvalidField, "Name exactly one of seq, allDead, fromSeq and from.")
            : request.FromSeq < 1 ? new Fault(FaultTypes.InvalidField, "Positions of the ledger start at 1.", "$.fromSeq")
            : null;
    }

    private async Task<ReplayResult> RepeatAsync(ReplayRequest request, Action recorded)
    {
        var (events, result) = journal.State.Replay(request, host.Now);
        journal.Raise(events);
        if (result.Fault is null)
        {
            recorded();
        }

        await host.CommitAsync();
        sender.Run();
        return result;
    }

    private async Task<ReplayResult?> RewindAsync(ReplayRequest request, Action recorded)
    {
        var from = request.FromSeq ?? await firstSince(request.From!.Value);
        var isAllowed = await owner.LimitsAsync();
        var active = await holds.ReleaseAsync(null);
        host.EnsureWritable();
        if (journal.State.Definition is null)
        {
            return null;
        }

        var (events, count) = journal.State.Rewind(from, isWithin, isAllowed, area.Filter(), active);
        journal.Raise(events);
        recorded();
        await host.CommitAsync();
        sender.Run();
        reader.Rewind();

        // The revisions are read twice, here only to count them: the caller wants to know how many will come.
        for (var next = from; next <= count.Through;)
        {
            var revisions = await reader.ReadPageAsync(next - 1);
            if (revisions.Count == 0)
            {
                break;
            }

            foreach (var revision in revisions.TakeWhile(revision => revision.Alert.Seq <= count.Through))
            {
                count.Add(revision);
            }

            next = revisions[^1].Alert.Seq + 1;
        }

        return new ReplayResult(count.Value, null);
    }
}
