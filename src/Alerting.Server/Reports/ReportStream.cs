using System.Threading.Channels;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Alerting.Server.Reports;

/// <summary>
/// A stream of reports, one a line, of any length in constant memory: lines are parsed where they lie, sent to their
/// regions in the batches in which they come, and answered in their order as they become durable. No more is read than
/// there is room for in the answer, of which the client may read as much and as late as it likes.
/// </summary>
internal sealed class ReportStream : IDisposable
{
    private const int MaxLines = 1_024;
    private const int MaxUnanswered = 32_768;
    private const int Chunk = 64 << 10;

    private readonly HttpContext _context;
    private readonly ResultSpool _spool;
    private readonly SubjectRate _limit;
    private readonly bool _lines;
    private readonly CancellationToken _subjectEnded;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _reading;
    private readonly ReportTotals _totals = new();
    private readonly Channel<ReportSlot> _slots =
        Channel.CreateBounded<ReportSlot>(new BoundedChannelOptions(MaxUnanswered) { SingleReader = true, SingleWriter = true });

    /// <summary>Completes when the answer begins, with its status.</summary>
    private readonly TaskCompletionSource<int> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReportStream(HttpContext context, ResultSpool spool, SubjectRate limit, CancellationToken subjectEnded)
    {
        _subjectEnded = subjectEnded;
        _context = context;
        _spool = spool;
        _limit = limit;
        _lines = AcceptedTypes.Of(context.Request).Prefers(ReportEndpoints.Ndjson, to: "application/json");
        _closing = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestServices.GetRequiredService<Draining>().Closing, subjectEnded);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, subjectEnded);
    }

    /// <param name="limit">How fast its reports are taken; the first was counted when the request came.</param>
    public static async Task PostAsync(HttpContext context, ReportIntake intake, ReportParser parser, SubjectRate limit)
    {
        // Reporters may send slowly, for days, but not be silent for long, and read their answers when they like.
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = null;
        GuardedBody.AllowPauses(context);
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        await using var spool = new ResultSpool(context.RequestServices.GetRequiredService<SpoolSpace>());
        using var watch = context.RequestServices.GetRequiredService<SubjectEnds>().Begin(context.User);
        using var stream = new ReportStream(context, spool, limit, watch.Ended);
        await stream.RunAsync(intake, parser);
    }

    /// <summary>Whether the process or the subject is about to end, and not the request.</summary>
    private bool IsClosing => _closing.IsCancellationRequested && !_ending.IsCancellationRequested;

    public void Dispose()
    {
        _closing.Dispose();
        _reading.Dispose();
        _ending.Dispose();
    }

    /// <summary>
    /// Reads, answers and sends concurrently; when one of them fails, the others are ended before the failure is thrown.
    /// </summary>
    private async Task RunAsync(ReportIntake intake, ReportParser parser)
    {
        Task[] work = [SendAsync(), AnswerAsync(), ReadAsync(intake, parser)];
        try
        {
            await foreach (var done in Task.WhenEach(work))
            {
                await done;
            }
        }
        catch
        {
            await _ending.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task ReadAsync(ReportIntake intake, ReportParser parser)
    {
        using var reader = new NdjsonReader(RequestPipe.Of(_context.Request));
        var lanes = intake.Open(_context.User);
        var hints = new HintBudget();
        var batch = new List<NdjsonLine>(MaxLines);
        var parsed = new List<ReportSlot>(MaxLines);
        var next = 0L;
        try
        {
            while (await NextAsync(reader, batch))
            {
                var rules = intake.Rules(hints);
                foreach (var line in batch)
                {
                    parsed.Add(lanes.Add(line.Index, parser.Parse(line, rules)));
                }

                next = batch[^1].Index + 1;
                batch.Clear();
                lanes.Send();
                _spool.Expect(parsed.Count);
                foreach (var slot in parsed)
                {
                    if (!_slots.Writer.TryWrite(slot))
                    {
                        await _slots.Writer.WriteAsync(slot, _ending.Token);
                    }
                }

                parsed.Clear();
            }
        }
        catch (BadHttpRequestException bad)
        {
            // What was read so far is finished and answered; the rest cannot be read, and is reported like a line that cannot.
            _totals.BreakOff(bad);
            if (_lines)
            {
                await _slots.Writer.WriteAsync(ReportSlot.Refused(next, null, FailureHandler.FaultOf(bad)), _ending.Token);
            }
        }

        _slots.Writer.Complete();
    }

    /// <summary>
    /// Whether there are more lines to take: a process that is about to end takes none, and a reporter that has been
    /// silent for long is not waited for.
    /// </summary>
    private async ValueTask<bool> NextAsync(NdjsonReader reader, List<NdjsonLine> batch)
    {
        try
        {
            if (!_spool.HasRoom)
            {
                await WaitForRoomAsync();
            }

            if (!await reader.ReadBatchAsync(batch, MaxLines, _reading.Token))
            {
                return false;
            }

            if (_limit.IsOn)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_reading.Token, _closing.Token);
                await _limit.TakeAsync(_context.User, batch[0].Index == 0 ? batch.Count - 1 : batch.Count, either.Token);
            }

            return true;
        }
        catch (Exception exception) when (exception is BodyCutException || (exception is OperationCanceledException && IsClosing))
        {
            // What was read so far is finished and answered; the reporter sends the rest again, possibly to another process.
            CutOff();
            return false;
        }
    }

    private void CutOff()
    {
        if (_subjectEnded.IsCancellationRequested)
        {
            _totals.EndOfSubject();
        }
        else
        {
            _totals.CutOff();
        }
    }

    private async Task WaitForRoomAsync()
    {
        // Now the answer begins, even if it is one JSON object: only what the client reads of it makes room.
        Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, _closing.Token);
        await _spool.WaitForRoomAsync(either.Token);
    }

    private void Begin() => _begun.TrySetResult(_totals.Problem?.Status ?? StatusCodes.Status200OK);

    private async Task AnswerAsync()
    {
        using var results = new ReportAnswerWriter(_lines);
        while (await _slots.Reader.WaitToReadAsync(_ending.Token))
        {
            var settled = 0;
            while (_slots.Reader.TryRead(out var slot))
            {
                if (slot.Pending is { IsCompleted: false } || results.Written.Length >= Chunk)
                {
                    await FlushAsync(results, settled);
                    settled = 0;
                }

                settled++;
                if (!await _totals.SettleAsync(slot))
                {
                    // A line whose report may or may not be stored gets a result that says so, unless the status of the whole
                    // answer does.
                    if (!_lines && !_begun.Task.IsCompleted)
                    {
                        continue;
                    }

                    slot.Outcome = new ReportOutcome(ReportStatus.Rejected, null, _totals.Problem!.Value.Fault);
                }

                _totals.Count(slot);
                results.Write(slot);
            }

            await FlushAsync(results, settled);
        }

        results.WriteEnd(_totals, _totals.Problem);
        await FlushAsync(results, 0);
        _spool.Complete();
        Begin();
    }

    private async ValueTask FlushAsync(ReportAnswerWriter results, int settled)
    {
        if (!results.Written.IsEmpty)
        {
            await _spool.AppendAsync(results.Written, _ending.Token);
            results.Clear();
        }

        _spool.Settle(settled);
    }

    private async Task SendAsync()
    {
        var response = _context.Response;
        if (_lines)
        {
            response.ContentType = ReportEndpoints.Ndjson;
            response.PassOnAtOnce();
        }
        else
        {
            response.StatusCode = await _begun.Task.WaitAsync(_ending.Token);
            response.ContentType = response.StatusCode == StatusCodes.Status200OK ? "application/json; charset=utf-8" : Problem.ContentType;
            if (response.StatusCode == StatusCodes.Status401Unauthorized)
            {
                response.Headers.WWWAuthenticate = "Bearer";
            }

            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            {
                response.Headers.RetryAfter = "1";
            }
        }

        await _spool.CopyToAsync(response.BodyWriter, _ending.Token);
    }
}
