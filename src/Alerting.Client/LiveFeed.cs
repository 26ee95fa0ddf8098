using System.Runtime.CompilerServices;

namespace Alerting.Client;

/// <summary>A live feed over as many connections as it takes: one that breaks off is made again and resumed.</summary>
/// <typeparam name="T">What it tells.</typeparam>
internal abstract class LiveFeed<T>(ApiConnection api, FeedOptions options)
    where T : class
{
    private const string EventStream = "text/event-stream";

    /// <summary>Address with its query, of the next connection.</summary>
    protected abstract string Path { get; }

    /// <summary>Id after which the next connection resumes; null: none.</summary>
    protected abstract string? LastEventId { get; }

    public async IAsyncEnumerable<T> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            await using var connection = new FeedConnection(options, cancellationToken);
            var (response, failure) = await ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
            using (response)
            {
                while (failure is null)
                {
                    (var told, failure) = await NextAsync(connection, cancellationToken).ConfigureAwait(false);
                    if (told is not null)
                    {
                        // The connection works, so the waits between tries begin anew with the next break.
                        tries = 0;
                        yield return told;
                    }
                }
            }

            options.OnBroken?.Invoke(failure);
            var wait = Repetition.WaitAfter(failure, tries, options.MinWait, options.MaxWait);
            await Task.Delay(wait, options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A connection stands.</summary>
    protected virtual void OnConnected()
    {
    }

    /// <summary>Reads an event; null where it tells the caller nothing.</summary>
    protected abstract T? Read(FeedConnection.FeedEvent told);

    private async Task<(HttpResponseMessage? Response, Exception? Failure)> ConnectAsync(
        FeedConnection connection, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await api.SendAsync(
                HttpMethod.Get, Path, null, default, connection.Watched, EventStream, LastEventId).ConfigureAwait(false);
            connection.Open(await response.Content.ReadAsStreamAsync(connection.Watched).ConfigureAwait(false));
            OnConnected();
            return (response, null);
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            return (response, exception);
        }
    }

    /// <summary>The next that it tells; null with what has broken the connection.</summary>
    private async ValueTask<(T? Told, Exception? Failure)> NextAsync(FeedConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.NextAsync().ConfigureAwait(false) is { } told)
            {
                if (Read(told) is { } read)
                {
                    return (read, null);
                }
            }

            return (null, new IOException("The server has ended the feed."));
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            return (null, exception);
        }
    }
}
