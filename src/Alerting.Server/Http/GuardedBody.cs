using System.IO.Pipelines;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Http;

/// <summary>
/// The body of a request, with a limit on waiting: a read throws <see cref="BodyCutException"/> when nothing arrives for long,
/// when the whole body takes too long, and when the process shuts down. It stands before every body, so readers need not do
/// anything for it.
/// </summary>
internal sealed class GuardedBody(PipeReader inner, HttpOptions options, TimeProvider clock, CancellationToken closing)
    : PipeReader, IRequestBodyPipeFeature
{
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _maxSilence = options.MaxBodySilence;
    private TimeSpan _maxDuration = options.MaxBodyDuration;
    private volatile bool _cancelled;

    PipeReader IRequestBodyPipeFeature.Reader => this;

    /// <summary>The body of this request may take as long as it likes, with pauses.</summary>
    public static void AllowPauses(HttpContext context)
    {
        if (Of(context) is { } body)
        {
            (body._maxSilence, body._maxDuration) = (body.Options.MaxStreamSilence, TimeSpan.MaxValue);
        }
    }

    /// <summary>The body of this request may take so long in all.</summary>
    public static void Allow(HttpContext context, TimeSpan duration)
    {
        if (Of(context) is { } body)
        {
            body._maxDuration = duration;
        }
    }

    private HttpOptions Options => options;

    /// <summary>The guard of a request's body, below its decoder if there is one.</summary>
    private static GuardedBody? Of(HttpContext context) => context.Features.Get<IRequestBodyPipeFeature>() switch
    {
        GuardedBody body => body,
        DecodedBody { Sent: var sent } => sent,
        _ => null,
    };

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (closing.IsCancellationRequested)
        {
            return ValueTask.FromException<ReadResult>(BodyCutException.Closing());
        }

        var read = inner.ReadAsync(cancellationToken);

        if (!read.IsCompletedSuccessfully)
        {
            return WaitAsync(read, cancellationToken);
        }

        // Small bodies have arrived by now and need no timer.
        var result = read.Result;
        return result.IsCanceled || IsOverdue(out _)
            ? WaitAsync(new ValueTask<ReadResult>(result), cancellationToken)
            : new ValueTask<ReadResult>(result);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead()
    {
        _cancelled = true;
        inner.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private bool IsOverdue(out TimeSpan rest)
    {
        rest = _maxDuration == TimeSpan.MaxValue ? TimeSpan.MaxValue : _maxDuration - clock.GetElapsedTime(_started);
        return rest <= TimeSpan.Zero;
    }

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read, CancellationToken cancellationToken)
    {
        var overdue = IsOverdue(out var rest);
        using var patience = new CancellationTokenSource(overdue ? TimeSpan.Zero : rest < _maxSilence ? rest : _maxSilence, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, closing);
        using var cut = ending.Token.UnsafeRegister(static pipe => ((PipeReader)pipe!).CancelPendingRead(), inner);
        while (true)
        {
            var result = await read;
            if (!result.IsCanceled && !overdue)
            {
                return result;
            }

            if (_cancelled)
            {
                _cancelled = false;
                return result;
            }

            inner.AdvanceTo(result.Buffer.Start);
            if (overdue || ending.IsCancellationRequested)
            {
                throw closing.IsCancellationRequested ? BodyCutException.Closing()
                    : IsOverdue(out _) ? BodyCutException.Slow(_maxDuration)
                    : BodyCutException.Silent(_maxSilence);
            }

            // The cancellation was meant for an earlier read, which got its data at the same moment.
            read = inner.ReadAsync(cancellationToken);
        }
    }
}
