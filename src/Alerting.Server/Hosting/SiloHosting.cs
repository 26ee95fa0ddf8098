using System.Net;
using System.Net.Sockets;
using Alerting.Grains.Hosting;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Statistics;

namespace Alerting.Server.Hosting;

/// <summary>The silo of this process: a single one, or a member of a cluster that finds itself by Redis.</summary>
internal static class SiloHosting
{
    private const string PubSubStore = "PubSubStore";

    public static void Add(ISiloBuilder silo, AlertingOptions options)
    {
        if (string.IsNullOrEmpty(options.Redis))
        {
            var port = options.Cluster.SiloPort == 0 ? FreePort() : options.Cluster.SiloPort;
            silo.UseLocalhostClustering(port, options.Cluster.GatewayPort, null, options.Cluster.ServiceId, options.Cluster.ClusterId);
            silo.Configure<EndpointOptions>(static endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
            silo.AddMemoryGrainStorage(PubSubStore);
            BeQuiet(silo);
        }
        else
        {
            AddCluster(silo, options.Redis, options.Cluster);
        }

        if (Telemetry.IsSent)
        {
            silo.AddActivityPropagation();
        }

        silo.AddAlertingGrains(singleSilo: string.IsNullOrEmpty(options.Redis));
    }

    /// <summary>
    /// Turns off the statistics that silos measure and send each other every second; a single silo has nobody to send them to.
    /// </summary>
    private static void BeQuiet(ISiloBuilder silo)
    {
        silo.Configure<DeploymentLoadPublisherOptions>(static publisher => publisher.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoStatistics>();
    }

    private static void AddCluster(ISiloBuilder silo, string redis, ClusterOptions cluster)
    {
        // Evaluated when the silo starts, when the options have been validated.
        silo.UseRedisClustering(clustering =>
        {
            clustering.ConfigurationOptions = RedisClient.Parse(redis);
            clustering.CreateMultiplexer = static async o => (await RedisClient.ConnectAsync(o.ConfigurationOptions!), false);
        });
        silo.AddRedisGrainStorage(PubSubStore, storage =>
        {
            storage.ConfigurationOptions = RedisClient.Parse(redis);
            storage.CreateMultiplexer = static async o => (await RedisClient.ConnectAsync(o.ConfigurationOptions!), false);
        });
        silo.Configure<Orleans.Configuration.ClusterOptions>(ids =>
        {
            ids.ClusterId = cluster.ClusterId;
            ids.ServiceId = cluster.ServiceId;
        });
        silo.Configure<EndpointOptions>(endpoints =>
        {
            var address = AlertingOptionsValidator.AddressOf(cluster.AdvertisedHost) ?? IPAddress.Loopback;
            endpoints.AdvertisedIPAddress = address;
            endpoints.SiloPort = cluster.SiloPort == 0 ? FreePort() : cluster.SiloPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(address, endpoints.SiloPort);
            endpoints.GatewayPort = cluster.GatewayPort;
            endpoints.GatewayListeningEndpoint = cluster.GatewayPort == 0 ? null : new IPEndPoint(address, cluster.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(DetectFailuresFast);
        if (!string.IsNullOrEmpty(cluster.Tls.Certificate))
        {
            // Where there is a fault the silo never starts: AlertingOptionsValidator says why.
            var certificate = new ClusterCertificate(cluster.Tls);
            if (certificate.Fault() is null)
            {
                AddTls(silo, cluster.ClusterId, certificate);
            }
        }

        // A call to a silo that hangs must time out long before its caller gives up.
        silo.Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(15));
    }

    /// <summary>Between processes of the cluster, and for Orleans clients: nobody gets in without a certificate of its authority.</summary>
    private static void AddTls(ISiloBuilder silo, string clusterId, ClusterCertificate certificate) => silo.UseTls(tls =>
    {
        // Looked at for its use alone; what is shown is what the file holds then.
        tls.LocalCertificate = certificate.Own();
        tls.LocalServerCertificateSelector = (_, _) => certificate.Own();
        tls.LocalClientCertificateSelector = (_, _, _, _, _) => certificate.Own();
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.OnAuthenticateAsClient = (_, handshake) => handshake.TargetHost = clusterId;
        tls.RemoteCertificateValidation = (remote, _, errors) => certificate.IsMember(remote, errors);
    });

    /// <summary>
    /// Two direct probes and one by way of another silo, half a second to a second each: a silo that is dead is known
    /// to be after about two seconds, one that stands still after three (messages received within that time speak for
    /// it). A silo that gets no processor for three seconds is taken for dead and has to start anew.
    /// </summary>
    private static void DetectFailuresFast(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
        membership.MinProbeTimeout = TimeSpan.FromMilliseconds(500);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);

        // When all silos die at once, the first one to restart waits until the last sign of life of the others is this old.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(4);
        membership.NumMissedTableIAmAliveLimit = 3;
    }

    // If nobody needs to know the port, any free one will do, so that several processes can run on one machine.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Reports no load: that of a single silo decides nothing.</summary>
    private sealed class NoStatistics : IEnvironmentStatisticsProvider
    {
        public EnvironmentStatistics GetEnvironmentStatistics() => default;
    }
}
