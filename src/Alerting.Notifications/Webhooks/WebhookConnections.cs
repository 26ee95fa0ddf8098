using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>
/// Opens the connections of webhooks and counts them. One is kept for the next delivery to its host only while few are
/// open: else those to hosts that got one message would be added to those in use without a bound.
/// </summary>
internal sealed class WebhookConnections(WebhookTargetGuard guard, IOptions<WebhookOptions> options)
{
    private readonly int _maxKept = Math.Max(1, options.Value.ConnectionsInAll / 2);
    private int _open;

    /// <summary>Connections that are open, in use or not.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Whether what is opened now is to be closed after use.</summary>
    public bool AreMany => Open >= _maxKept;

    /// <exception cref="WebhookTargetRefusedException">No address of the host is allowed.</exception>
    /// <exception cref="SocketException">The host does not resolve, or no address answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new Connection(await guard.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), this);

    private sealed class Connection : NetworkStream
    {
        private readonly WebhookConnections _all;
        private int _closed;

        public Connection(Socket socket, WebhookConnections all)
            : base(socket, ownsSocket: true)
        {
            _all = all;
            Interlocked.Increment(ref all._open);
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                Interlocked.Decrement(ref _all._open);
            }

            base.Dispose(disposing);
        }
    }
}
