using Alerting.Storage.Logs;
using CsCheck;

namespace Alerting.Storage.Tests.Conformance;

public abstract partial class LogStoreConformance
{
    private const int Samples = 60;

    private enum Call
    {
        Append,
        AppendAgain,
        SetWake,
        Trim,
        SaveSnapshot,
        Read,
        Due,
        Reopen,
    }

    private static readonly Gen<Step> Steps =
        from call in Gen.Frequency(
            (12, Gen.Const(Call.Append)), (4, Gen.Const(Call.AppendAgain)), (4, Gen.Const(Call.SetWake)), (2, Gen.Const(Call.Trim)),
            (2, Gen.Const(Call.SaveSnapshot)), (3, Gen.Const(Call.Read)), (2, Gen.Const(Call.Due)), (1, Gen.Const(Call.Reopen)))
        from log in Gen.Int[0, 2]
        from offset in Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[-4, 3]))
        from second in Gen.Int[-1, 20]
        from payload in Gen.Byte.Array[0, 8]
        select new Step(call, log, offset, second < 0 ? null : At(second), payload);

    [Fact]
    public async Task Behaves_like_the_plain_model_whatever_is_called()
    {
        var sample = 0;
        await Steps.Array[1, 60].SampleAsync(
            async steps =>
            {
                var prefix = $"sample-{sample++}:";
                var model = new LogStoreModel();
                foreach (var step in steps)
                {
                    await CompareAsync(model, step, prefix);
                }

                await CompareWholeAsync(model, prefix);
            },
            iter: Samples,
            threads: 1);
    }

    private async Task CompareAsync(LogStoreModel model, Step step, string prefix)
    {
        var log = prefix + (char)('a' + step.Log);
        var last = model.Last(log);
        switch (step.Call)
        {
            case Call.Append:
                await CompareAppendAsync(
                    model, log, Math.Max(1, last + 1 + step.Offset), new LogBatch(Guid.NewGuid(), step.Payload), step.WakeAt);
                break;
            case Call.AppendAgain:
                var repeated = Math.Max(1, last + step.Offset);
                await CompareAppendAsync(model, log, repeated, new LogBatch(model.IdAt(log, repeated), step.Payload), step.WakeAt);
                break;
            case Call.SetWake:
                model.SetWake(log, last + step.Offset, step.WakeAt);
                await Store.SetWakeAsync(log, last + step.Offset, step.WakeAt, Token);
                break;
            case Call.Trim:
                model.Trim(log, last + step.Offset);
                await Store.TrimAsync(log, last + step.Offset, Token);
                break;
            case Call.SaveSnapshot:
                model.SaveSnapshot(log, Math.Max(0, last + step.Offset), step.Payload);
                await Store.SaveSnapshotAsync(log, Math.Max(0, last + step.Offset), step.Payload, Token);
                break;
            case Call.Read:
                await CompareReadAsync(model, log, Math.Max(1, last + step.Offset - 1));
                break;
            case Call.Due:
                await CompareDueAsync(model, prefix, step.WakeAt ?? At(0));
                break;
            case Call.Reopen:
                await ReopenAsync();
                break;
        }
    }

    private async Task CompareAppendAsync(LogStoreModel model, string log, long sequence, LogBatch batch, long? wakeAt) =>
        Assert.Equal(model.Append(log, sequence, batch, wakeAt), await AppendAsync(log, sequence, batch, wakeAt));

    private async Task CompareReadAsync(LogStoreModel model, string log, long from)
    {
        string read;
        try
        {
            read = string.Join(
                ' ', (await ReadAsync(log, from)).Select(entry => LogStoreModel.Show(entry.Sequence, entry.BatchId, entry.Payload)));
        }
        catch (LogTrimmedException exception)
        {
            read = $"trimmed to {exception.First}";
        }

        Assert.Equal(model.Read(log, from), read);
    }

    private async Task CompareDueAsync(LogStoreModel model, string prefix, long before) => Assert.Equal(
        model.Due(before),
        (await Store.DueAsync(before, 10_000, Token)).Where(due => due.Log.StartsWith(prefix, StringComparison.Ordinal)));

    private async Task CompareWholeAsync(LogStoreModel model, string prefix)
    {
        Assert.Equal(model.Names, await Store.ListAsync(prefix, Token).ToListAsync(Token));
        Assert.Equal(
            model.Names.Select(log => new LogHead(log, model.Last(log))), await Store.ListHeadsAsync(prefix, Token).ToListAsync(Token));
        await CompareDueAsync(model, prefix, At(1_000));
        foreach (var log in model.Names)
        {
            Assert.Equal(model.Last(log), await Store.LastSequenceAsync(log, Token));
            var snapshot = await Store.ReadSnapshotAsync(log, Token);
            Assert.Equal(model.Snapshot(log), snapshot is null ? "" : $"{snapshot.Sequence}:{Convert.ToHexString(snapshot.State.Span)}");
            for (var from = 1L; from <= model.Last(log) + 1; from++)
            {
                await CompareReadAsync(model, log, from);
            }
        }
    }

    private sealed record Step(Call Call, int Log, int Offset, long? WakeAt, byte[] Payload);
}
