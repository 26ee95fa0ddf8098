using Alerting.Server.Http;

namespace Alerting.Server.Feeds;

/// <summary>The beginning, the signs of life and the waiting of a feed of server-sent events (WHATWG HTML, 9.2).</summary>
internal sealed class FeedWriter(PacedAnswer answer, TimeProvider clock, CancellationToken ended)
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>Says when to come back after the connection has broken; false when the client has gone.</summary>
    public ValueTask<bool> BeginAsync() => SendAsync("retry: 2000\n\n"u8.ToArray());

    /// <summary>Says that the feed stands where it begins; false when the client has gone.</summary>
    public ValueTask<bool> ConnectedAsync() => SendAsync(": connected\n\n"u8.ToArray());

    /// <summary>Writes and sends; false when the client has gone.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => await answer.WriteAsync(bytes) && await answer.FlushAsync();

    /// <summary>
    /// Waits until there is more, or it is time for a sign of life, which it sends; false when the client has gone. What a filter
    /// leaves out is not sent, so it does not delay the sign.
    /// </summary>
    public async ValueTask<bool> WaitAsync(Task more)
    {
        var rest = s_heartbeat - clock.GetElapsedTime(answer.FlushedAt);
        if (rest <= TimeSpan.Zero)
        {
            return await SendAsync(": heartbeat\n\n"u8.ToArray());
        }

        await more.WaitAsync(rest, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    /// <summary>Repeats a call while what it asks moves to another silo, so that the client keeps its connection.</summary>
    public ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> call) => PatientlyAsync(call, call());

    /// <inheritdoc cref="PatientlyAsync{T}(Func{ValueTask{T}})"/>
    /// <param name="first">The first call, which was made already.</param>
    public async ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> call, ValueTask<T> first)
    {
        while (true)
        {
            try
            {
                return await first;
            }
            catch (Exception exception) when (FailureHandler.IsPassing(exception) && !ended.IsCancellationRequested)
            {
                await Task.Delay(s_retry, clock, ended);
                first = call();
            }
        }
    }
}
