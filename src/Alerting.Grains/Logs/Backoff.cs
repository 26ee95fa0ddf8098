using Polly;
using Polly.Retry;

namespace Alerting.Grains.Logs;

/// <summary>Repeats a step until it succeeds, after pauses that double from 100 ms to a limit, on the scheduler of the caller.</summary>
internal sealed class Backoff
{
    private static readonly ResiliencePropertyKey<Action<Exception, TimeSpan>> s_onFailure = new("on-failure");

    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(10);

    private readonly ResiliencePipeline _pipeline;

    /// <param name="clock">Measures the pauses.</param>
    /// <param name="maxPause">The longest pause; 10 s unless stated.</param>
    public Backoff(TimeProvider clock, TimeSpan? maxPause = null) => _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is not null && !attempt.Context.CancellationToken.IsCancellationRequested),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = maxPause ?? s_maxPause,
            OnRetry = static attempt =>
            {
                if (attempt.Context.Properties.TryGetValue(s_onFailure, out var onFailure))
                {
                    onFailure(attempt.Outcome.Exception!, attempt.RetryDelay);
                }

                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <param name="step">The step.</param>
    /// <param name="onFailure">Called with each failure and the pause that follows.</param>
    /// <param name="stopping">Stops the repetition; the last failure is thrown then.</param>
    public async Task<T> RunAsync<T>(Func<ValueTask<T>> step, Action<Exception, TimeSpan> onFailure, CancellationToken stopping)
    {
        Exception failure;
        try
        {
            // Nearly every step succeeds, one for every commit, and the pipeline costs more than the step.
            return await step();
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            failure = exception;
        }

        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, stopping);
        context.Properties.Set(s_onFailure, onFailure);
        try
        {
            return await _pipeline.ExecuteAsync(static (_, attempts) => attempts.NextAsync(), context, new Attempts<T>(step, failure));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The attempts at a step, of which the first has failed already.</summary>
    private sealed class Attempts<T>(Func<ValueTask<T>> step, Exception failure)
    {
        private Exception? _failure = failure;

        public ValueTask<T> NextAsync() =>
            Interlocked.Exchange(ref _failure, null) is { } failed ? ValueTask.FromException<T>(failed) : step();
    }
}
