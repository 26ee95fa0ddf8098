using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// What is delivered again, and how much that is.
internal sealed partial class SubscriptionGrain
{
    public async Task<ReplayResult?> ReplayAsync(ReplayRequest request)
    {
        EnsureWritable();
        if (_state.Definition is null)
        {
            return null;
        }

        if (FaultOf(request) is { } fault)
        {
            return new ReplayResult(0, fault);
        }

        if ((request.Seq ?? request.FromSeq) is { } seq)
        {
            await EnsureKeptAsync(seq);
        }

        return request is { Seq: null, AllDead: false } ? await RewindAsync(request) : await RepeatAsync(request);
    }

    private static Fault? FaultOf(ReplayRequest request)
    {
        bool[] named = [request.Seq is not null, request.AllDead, request.FromSeq is not null, request.From is not null];
        return named.Count(static one => one) != 1
            ? new Fault(FaultTypes.InvalidField, "Name exactly one of seq, allDead, fromSeq and from.")
            : request.FromSeq < 1 ? new Fault(FaultTypes.InvalidField, "Positions of the ledger start at 1.", "$.fromSeq")
            : null;
    }

    private async Task<ReplayResult> RepeatAsync(ReplayRequest request)
    {
        var (events, result) = _state.Replay(request, WallNow);
        Raise(events);
        await Commit();
        _loop.Run();
        return result;
    }

    private async Task<ReplayResult?> RewindAsync(ReplayRequest request)
    {
        var from = request.FromSeq ?? await _ledger.FirstSinceAsync(request.From!.Value);
        EnsureWritable();
        if (_state.Definition is null)
        {
            return null;
        }

        var (events, count) = _state.Rewind(from, _regions);
        Raise(events);
        await Commit();
        _loop.Run();
        ReadOn();

        // It is being read to be sent, once more to be counted: who asked wants to know how much is coming.
        for (var next = from; next <= count.Through;)
        {
            var revisions = await ReadLedgerAsync(next - 1);
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
