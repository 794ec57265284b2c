using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.AspNetCore.Tests.Shop;

/// <summary>
/// A real reverse proxy in front of the shop, which also serves a page from its own disk, as a CDN does. It takes the visitor's
/// address from a header of the test, since all of it happens on one machine.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string VisitorHeader = "X-Test-Visitor";

    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private Nginx(DirectoryInfo folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    public static bool IsInstalled => File.Exists(Program);

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(Uri shop, string cachedPages, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nginx-");
        foreach (string page in Directory.EnumerateFiles(cachedPages))
        {
            File.Copy(page, Path.Combine(folder.FullName, Path.GetFileName(page)));
        }

        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        string configuration = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder.FullName, address.Port, shop), cancellationToken);
        Process process = Process.Start(new ProcessStartInfo(Program, ["-p", folder.FullName, "-c", configuration, "-e", "stderr"]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        await UntilItRespondsAsync(address, process, cancellationToken);
        return new Nginx(folder, process, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(string folder, int port, Uri shop) => $$"""
        daemon off;
        user root;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 64; }
        http {
          access_log off;
          types { text/html html; text/css css; }
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}};
            location = /campaign.html { root {{folder}}; add_header Cache-Control "public, max-age=600"; }
            location / {
              proxy_pass {{shop.AbsoluteUri}};
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For ${{"http_" + VisitorHeader.Replace('-', '_').ToLowerInvariant()}};
              proxy_set_header X-Forwarded-Proto $scheme;
            }
          }
        }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilItRespondsAsync(Uri address, Process process, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (true)
        {
            Assert.False(process.HasExited, "nginx ended by itself.");
            try
            {
                using HttpResponseMessage response = await http.GetAsync(address, cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
