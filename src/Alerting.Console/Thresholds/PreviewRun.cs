using System.Net;
using Alerting.Client;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>
/// Tries drafts while they are edited: one at a time, when the hand has rested for a moment; the next edit ends the run of the one
/// before. What was answered last stays until the next answer is there.
/// </summary>
internal sealed class PreviewRun(AlertingClient client, TimeProvider clock) : IDisposable
{
    /// <summary>How long nothing must have been edited.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(2);

    private CancellationTokenSource? _running;
    private PreviewRequest? _asked;

    /// <summary>An answer came, or it is being waited for another reason.</summary>
    public event Action? Changed;

    /// <summary>What came last.</summary>
    public PreviewAnswer? Answer { get; private set; }

    /// <summary>Why nothing newer came.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Whether an answer is being waited for.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether as many previews run as the server runs at a time: it is tried again.</summary>
    public bool IsQueued { get; private set; }

    /// <summary>Tries a draft, unless it is the one that is tried already.</summary>
    public void Ask(PreviewRequest request)
    {
        if (!request.AsksLike(_asked))
        {
            Again(request);
        }
    }

    /// <summary>Tries once more what was tried last.</summary>
    public void Again()
    {
        if (_asked is { } asked)
        {
            Again(asked);
        }
    }

    /// <summary>There is nothing that could be tried: ends what runs, and forgets what came.</summary>
    public void Forget()
    {
        End();
        (_asked, Answer, Fault) = (null, null, null);
    }

    public void Dispose() => End();

    private void Again(PreviewRequest request)
    {
        End();
        _running = new CancellationTokenSource();
        (_asked, Fault, IsRunning) = (request, null, true);
        _ = RunAsync(request, _running.Token);
    }

    private void End()
    {
        _running?.Cancel();
        _running?.Dispose();
        (_running, IsRunning, IsQueued) = (null, false, false);
    }

    private async Task RunAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Rest, clock, cancellationToken);
            var answer = await AnswerAsync(request, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                (Answer, IsRunning, IsQueued) = (answer, false, false);
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Something else is tried.
        }
        catch (Exception exception) when (exception is ProblemException or HttpRequestException)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                (Fault, IsRunning, IsQueued) = (exception, false, false);
                Changed?.Invoke();
            }
        }
    }

    private async Task<PreviewAnswer> AnswerAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await client.Thresholds.PreviewAsync(request.Id, request.Draft, request.Days, request.Clock, cancellationToken);
            }
            catch (ProblemException problem) when (problem.Status == HttpStatusCode.TooManyRequests)
            {
                cancellationToken.ThrowIfCancellationRequested();
                IsQueued = true;
                Changed?.Invoke();
                await Task.Delay(problem.RetryAfter ?? s_usualWait, clock, cancellationToken);
            }
        }
    }
}
